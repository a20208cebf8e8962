import { z } from 'zod'
import type { AuthMethod } from '../../contracts/index.ts'

const text = z.string().nullish().catch(null)
const args = z.array(z.string()).nullish().catch(null)
const env = z.record(z.string(), z.string()).nullish().catch(null)

/** An agent's way to sign in. Before the protocol had the type `terminal`, agents said the same in `_meta`. */
const RawMethod = z.object({
  id: z.string().min(1).max(200),
  name: z.string().min(1),
  description: text,
  type: text,
  args,
  env,
  _meta: z
    .object({ 'terminal-auth': z.object({ command: z.string(), args, env }).nullish().catch(null) })
    .nullish()
    .catch(null),
})

function readMethod(raw: unknown): AuthMethod | null {
  const parsed = RawMethod.safeParse(raw)
  if (!parsed.success) return null
  const { id, name, description, type, _meta } = parsed.data
  const older = _meta?.['terminal-auth']
  const program = older
    ? { command: older.command, args: older.args ?? [], env: older.env ?? {} }
    : type === 'terminal'
      ? { command: null, args: parsed.data.args ?? [], env: parsed.data.env ?? {} }
      : null
  return { id, name, description: description ?? null, program }
}

/** The ways to sign in that an agent named; those in a shape we do not know are left out. */
export const readAuthMethods = (raw: unknown): AuthMethod[] =>
  Array.isArray(raw) ? raw.map(readMethod).filter((method) => method !== null) : []

import { join } from 'node:path'
import { z } from 'zod'
import { readJsonFile, writeJsonFile, type Home } from '../../../base/index.ts'
import { randomToken } from './one-time-tokens.ts'

const Memory = z.object({
  cookie: z.string().min(40),
  port: z.number().int().min(1).max(65_535).optional(),
})

/** What stays the same from one start to the next, so that open tabs come back and keep what they stored. */
export type WebMemory = z.infer<typeof Memory>

const fileOf = (home: Home): string => join(home.root, 'web.json')

/** The home's cookie secret, made on first use, and the last port. Only the holder of the instance lock calls this. */
export function webMemory(home: Home): WebMemory {
  const known = readJsonFile(fileOf(home), Memory)
  if (known) return known
  const made = { cookie: randomToken() }
  writeJsonFile(fileOf(home), made)
  return made
}

export function rememberPort(home: Home, port: number): void {
  const known = webMemory(home)
  if (known.port !== port) writeJsonFile(fileOf(home), { ...known, port })
}

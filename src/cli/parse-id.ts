import type { z } from 'zod'
import { Failure } from '../contracts/index.ts'

/** The id checked against its schema, so that a wrong kind of id is named before anything is asked. */
export function parseId<Schema extends z.ZodType>(
  schema: Schema,
  value: string | undefined,
): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new Failure(
    'invalid_input',
    `"${(value ?? '').slice(0, 80)}" ${parsed.error.issues[0]?.message ?? 'is not an id'}`,
  )
}

import { oc } from '@orpc/contract'
import { z } from 'zod'
import { errorMap } from './errors.ts'
import { IdempotencyKey } from './ids.ts'

/** Every operation of both contracts can fail with every declared code. */
export const procedure = oc.errors(errorMap)

export const idempotencyKey = IdempotencyKey.optional()

/** An id, or a display name that is unique among what exists. */
export const reference = z.string().min(1).max(200)

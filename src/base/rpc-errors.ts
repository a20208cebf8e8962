import { ORPCError, ValidationError } from '@orpc/server'
import { Failure } from '../contracts/index.ts'
import { databaseFailure } from './database/index.ts'
import { newId } from './ids.ts'
import type { Logger } from './logger.ts'

/** Bad input as one sentence: the path of the first wrong field and what is wrong with it. */
function invalidInput(error: ValidationError): Failure {
  const [issue] = error.issues
  const path = (issue?.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.')
  const message = path ? `${path}: ${issue?.message}` : (issue?.message ?? 'invalid input')
  return new Failure('invalid_input', message, { details: { path, issues: error.issues.slice(0, 10) } })
}

function failureOf(error: unknown, log: Logger): Failure {
  if (error instanceof Failure) return error
  if (error instanceof ORPCError && error.cause instanceof ValidationError && error.code === 'BAD_REQUEST')
    return invalidInput(error.cause)
  if (error instanceof ORPCError && error.code === 'NOT_FOUND')
    return new Failure('invalid_input', 'There is no such operation', {
      hint: 'Both sides must be of one version.',
    })
  const ofDatabase = databaseFailure(null, error)
  if (ofDatabase instanceof Failure) {
    log.error({ err: error }, 'the database failed')
    return ofDatabase
  }
  const id = newId('event')
  log.error({ err: error, id }, 'unexpected failure')
  return new Failure('internal', `Unexpected failure ${id}`, {
    hint: 'The log file holds the details under this id.',
    details: { id },
  })
}

/**
 * Interceptor of an RPC handler (`interceptors` for calls): every error leaves as one declared shape.
 * Failures keep their code; bad input becomes `invalid_input` with the field's path; all else is a bug,
 * logged and answered as `internal` with the id of the log entry.
 */
export const failuresOnly =
  (log: Logger) =>
  async <Result>(options: { next: () => Promise<Result> }): Promise<Result> => {
    try {
      return await options.next()
    } catch (error) {
      const failure = failureOf(error, log)
      throw new ORPCError(failure.code, {
        message: failure.message,
        data: { hint: failure.hint, details: failure.details },
        defined: true,
      })
    }
  }

/** The same for what comes out of a stream: the interceptor sees its beginning only. A bug goes through as it is. */
export async function* streamFailures<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item> {
  try {
    yield* items
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const { code, message, hint, details } = error
    throw new ORPCError(code, { message, data: { hint, details }, defined: true })
  }
}

import type { Store } from './store.ts'

/** A request that makes something: which operation, under which key of the client, when. */
export interface Request {
  operation: string
  key: string | undefined
  at: number
}

/**
 * The id for what a request makes (rule 7). Written before the node agent is asked, so that a retry with the same
 * key, also after a crash of this process, asks for the same id and gets the first result. Without a key each
 * request is a new one.
 */
export function reserveId<Id extends string>(
  store: Store,
  { operation, key, at }: Request,
  mint: () => Id,
): Id {
  if (key === undefined) return mint()
  return store.write((writer) => {
    const known = writer.idempotency.find(operation, key)
    if (known !== undefined) return known as Id
    const id = mint()
    writer.idempotency.insert(operation, key, id, at)
    return id
  })
}

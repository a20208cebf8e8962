import { Failure, type ErrorCode } from '../../contracts/index.ts'
import { nameKey } from '../store/index.ts'

/**
 * The entity a person means by an id or a display name. Throws `notFound` when there is none, `invalid_input`
 * naming the candidates when a name fits several.
 */
export function findByReference<Entity extends { id: string; name: string }>(
  kind: string,
  notFound: ErrorCode,
  all: readonly Entity[],
  reference: string,
): Entity {
  const byId = all.find(({ id }) => id === reference)
  if (byId) return byId
  const key = nameKey(reference.trim())
  const named = all.filter(({ name }) => nameKey(name) === key)
  if (named.length === 1) return named[0] as Entity
  if (named.length === 0) {
    throw new Failure(notFound, `There is no ${kind} "${reference}"`, {
      hint:
        all.length > 0
          ? `There are: ${all
              .slice(0, 10)
              .map(({ name }) => name)
              .join(', ')}`
          : `There is no ${kind} yet.`,
    })
  }
  const candidates = named.map(({ id }) => id)
  throw new Failure('invalid_input', `Several ${kind}s are named "${reference}": ${candidates.join(', ')}`, {
    hint: 'Use the id.',
    details: { candidates },
  })
}

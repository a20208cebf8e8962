import type { HistoryHit } from '../../../contracts/index.ts'
import type { Route } from '../../app/index.ts'

export interface HitGroup {
  /** Newest first; never empty. */
  hits: [HistoryHit, ...HistoryHit[]]
}

/** Hits by session, the session of the newest hit first. */
export const groupHits = (hits: readonly HistoryHit[]): HitGroup[] =>
  [...Map.groupBy(hits, ({ sessionId }) => sessionId).values()].map((group) => ({
    hits: group as HitGroup['hits'],
  }))

/** Where a hit is opened: in its workspace, or read only where that was deleted. */
export const hitRoute = ({ sessionId, place, position }: HistoryHit): Route =>
  place.deletedAt === null
    ? {
        name: 'workspace',
        workspaceId: place.workspaceId,
        tab: { kind: 'session', id: sessionId, at: position },
      }
    : { name: 'past-session', sessionId, at: position }

import type { SessionId, Turn, TurnId } from '../../contracts/index.ts'
import type { AgentStore, Change } from '../store/index.ts'
import type { SessionRecords } from './session-records.ts'

type WithParent = Pick<Turn, 'id' | 'parentId'>

/** The turns from the beginning of the conversation to `last`, oldest first. */
export function pathTo<Each extends WithParent>(turns: readonly Each[], last: TurnId | null): Each[] {
  const byId = new Map(turns.map((turn) => [turn.id, turn]))
  const path: Each[] = []
  for (let turn = last === null ? undefined : byId.get(last); turn; turn = parentOf(byId, turn))
    path.push(turn)
  return path.reverse()
}

const parentOf = <Each extends WithParent>(
  byId: ReadonlyMap<TurnId, Each>,
  { parentId }: Each,
): Each | undefined => (parentId === null ? undefined : byId.get(parentId))

/** Folds away the turns that do not lead to `last`, and brings back those that do. */
export function refold(
  { store, records }: { store: AgentStore; records: SessionRecords },
  change: Change,
  sessionId: SessionId,
  last: TurnId | null,
): void {
  const turns = store.turns.ofSession(sessionId)
  const kept = new Set(pathTo(turns, last).map(({ id }) => id))
  for (const { id, folded } of turns)
    if (folded === kept.has(id)) records.patchTurn(change, id, { folded: !folded })
}

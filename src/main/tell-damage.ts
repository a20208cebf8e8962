import { databaseDamaged, type Clock, type NewId } from '../base/index.ts'
import type { NodeId } from '../contracts/index.ts'
import type { Store } from './store/index.ts'

/** Found while in use: work goes on as long as the damaged part is not needed, and the user knows. */
export function tellDamage(
  file: string,
  reason: string,
  { store, clock, nodeId, mint }: { store: Store; clock: Clock; nodeId: NodeId; mint: NewId },
): void {
  const { message, hint } = databaseDamaged(file, reason)
  const entity = {
    id: mint('event'),
    workspaceId: null,
    level: 'error' as const,
    type: 'database.damaged',
    message: `${message}. Stop Switchyard. ${hint}`,
    details: { database: file, reason },
    createdAt: clock.now(),
  }
  store.write((writer) => {
    writer.events.insert(nodeId, entity)
    writer.tell({ type: 'event', entity })
  })
}

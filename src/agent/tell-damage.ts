import { databaseDamaged, type Clock, type Home, type NewId } from '../base/index.ts'
import type { AgentStore } from './store/index.ts'

/** Found while in use: work goes on as long as the damaged part is not needed, and the user knows. */
export function tellDamage(
  { home, clock, newId }: { home: Home; clock: Clock; newId: NewId },
  store: AgentStore,
  reason: string,
): void {
  const { message, hint } = databaseDamaged(home.agent.database, reason)
  store.change(({ tell }) =>
    tell({
      type: 'event',
      entity: {
        id: newId('event'),
        workspaceId: null,
        level: 'error',
        type: 'database.damaged',
        message: `${message}. Stop the node agent. ${hint}`,
        details: { database: home.agent.database, reason },
        createdAt: clock.now(),
      },
    }),
  )
}

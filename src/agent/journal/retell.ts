import { setImmediate as nextTurn } from 'node:timers/promises'
import type { JournalEntry, Session, Workspace } from '../../contracts/index.ts'
import type { AgentStore } from '../store/index.ts'

/**
 * Puts all that this node knows into the journal once more, for a control plane that has lost what it knew (its
 * database was put back). Who knows it already is not disturbed: entities carry revisions. One transaction for a
 * turn at most, so that nothing else waits long. Events and backups of the past are not told again.
 */
export async function retell(store: AgentStore): Promise<void> {
  for (const workspace of store.workspaces.list()) {
    tellAll(store, ofWorkspace(store, workspace))
    for (const { entity: session } of store.sessions.listIn(workspace.id)) {
      tellAll(store, ofSession(store, session))
      for (const turn of store.turns.ofSession(session.id)) {
        await nextTurn()
        tellAll(store, [
          { type: 'turn', entity: turn },
          ...store.items.ofTurn(turn.id).map((entity): JournalEntry => ({ type: 'item', entity })),
        ])
      }
    }
  }
}

const ofWorkspace = (store: AgentStore, workspace: Workspace): JournalEntry[] => [
  { type: 'workspace', entity: workspace },
  ...store.terminals.listIn(workspace.id).map((entity): JournalEntry => ({ type: 'terminal', entity })),
  ...store.fileLocks.listIn(workspace.id).map((entity): JournalEntry => ({ type: 'lock', entity })),
  ...store.rules.inForce(workspace.id).map((entity): JournalEntry => ({ type: 'rule', entity })),
]

const ofSession = (store: AgentStore, session: Session): JournalEntry[] => [
  { type: 'session', entity: session },
  ...store.queue.waiting(session.id).map((entity): JournalEntry => ({ type: 'queued', entity })),
]

const tellAll = (store: AgentStore, entries: readonly JournalEntry[]): void =>
  store.change(({ tell }) => entries.forEach(tell))

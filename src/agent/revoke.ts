import type { Clock, Logger, NewId, Scope } from '../base/index.ts'
import type { Revocation } from './auth/index.ts'
import type { SessionHost, TerminalHost } from './hosts.ts'
import type { AgentStore } from './store/index.ts'
import type { WorkspaceService } from './workspaces/index.ts'

interface Deps {
  store: AgentStore
  clock: Clock
  newId: NewId
  scope: Scope
  log: Logger
  revocation: Revocation
  workspaces: Pick<WorkspaceService, 'list'>
  sessions: SessionHost
  terminals: TerminalHost
  /** Cuts every connection. */
  drop(): void
}

/** Time for the control plane to read the end of the story; then every connection is cut. */
const lastWordsMs = 5_000

/**
 * Takes no orders from here on, ends all agents and terminals, and cuts all connections when the control plane has
 * had time to read how it ended. Worktrees and the journal stay.
 */
export async function revoke(
  deps: Deps,
): Promise<{ sessions: number; terminals: number; journalSeq: number }> {
  const { store, clock, newId, scope, log, revocation, workspaces, sessions, terminals, drop } = deps
  revocation.begin(clock.now())
  const ending = { sessions: sessions.counts().sessions, terminals: terminals.counts().terminals }
  try {
    await Promise.all(
      workspaces.list().map(async ({ id }) => {
        await Promise.all([sessions.stopAllIn(id), Promise.resolve(terminals.stopAllIn(id))])
      }),
    )
  } catch (error) {
    log.error({ err: error }, 'a revoked node could not end all of its work')
    throw error
  } finally {
    const cancel = clock.after(lastWordsMs, () => {
      forget()
      if (revocation.finish()) drop()
    })
    const forget = scope.add(cancel)
  }
  store.change(({ tell }) =>
    tell({
      type: 'event',
      entity: {
        id: newId('event'),
        workspaceId: null,
        level: 'warning',
        type: 'node.revoked',
        message: 'The node was revoked. Its agents and terminals were ended, its files are as they were.',
        details: ending,
        createdAt: clock.now(),
      },
    }),
  )
  return { ...ending, journalSeq: store.journal.lastSeq() }
}

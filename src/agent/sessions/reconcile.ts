import { Failure, type Session } from '../../contracts/index.ts'
import type { Change, SessionRow } from '../store/index.ts'
import type { SessionHostDeps } from './deps.ts'
import { endLeftovers } from './end-processes.ts'
import { markedSessions } from './process-identity.ts'
import { MessageQueue } from './queue.ts'
import type { SessionRecords } from './session-records.ts'
import { settleItems } from './settle-items.ts'
import { interruptedOutcome } from './turn-outcome.ts'

type Deps = Pick<SessionHostDeps, 'store' | 'clock' | 'log' | 'newId' | 'limits'>

const died = (session: Session, when: string): Failure =>
  new Failure('agent_failed', `The node agent ended ${when}; ${session.agentName} ended with it`, {
    hint: 'Prompt again to go on.',
  })

function reconcileSession(deps: Deps, records: SessionRecords, change: Change, row: SessionRow): void {
  const { store } = deps
  const { id, workspaceId, status, lastTurn } = row.entity
  const failure = died(row.entity, status === 'starting' ? 'while it was being started' : 'during the turn')
  const turn = lastTurn && store.turns.get(lastTurn.id)
  const interrupted = turn?.status === 'running'
  if (lastTurn) settleItems(deps, change, lastTurn.id, interrupted)
  const ended = interrupted
    ? records.moveTurn(change, turn.id, { type: 'end', ...interruptedOutcome(failure) })
    : null
  if (status === 'starting') records.moveSession(change, id, { type: 'fail', error: failure.toJSON() })
  else if (status === 'running' || status === 'needs_attention')
    records.moveSession(change, id, { type: 'rest', turn: ended, error: failure.toJSON() })
  if (store.workspaces.get(workspaceId)?.status !== 'running')
    records.moveSession(change, id, { type: 'stop', turn: null })
  holdQueue(deps, change, row.entity)
  if (row.processGroup !== null) store.sessions.putProcess(id, { processGroup: null, processStartedAt: null })
}

/** Nothing is sent by itself after a restart: what the messages waited for did not end well, or has ended long ago. */
function holdQueue({ store, clock, newId, limits }: Deps, change: Change, session: Session): void {
  const stopped = store.sessions.get(session.id)?.entity.status === 'stopped'
  new MessageQueue({ store, clock, newId, limits }, session.id, session.workspaceId).holdInto(
    change,
    stopped ? 'stopped' : 'interrupted',
  )
}

/**
 * Settles what an earlier daemon left: agent processes that still run are ended, running turns are `interrupted`,
 * their text complete, their calls and approvals `cancelled`, and sessions can be prompted again (or are stopped,
 * where their workspace is). One transaction a session; doing it twice changes nothing.
 */
export async function reconcileSessions(deps: Deps, records: SessionRecords): Promise<void> {
  const { store, clock, log } = deps
  // Also of sessions whose process was never recorded: the daemon may have died just after starting it.
  const marked = markedSessions()
  const rows = store.sessions
    .list()
    .filter(
      ({ entity, processGroup }) =>
        entity.terminalId === null && (entity.status !== 'stopped' || processGroup || marked.has(entity.id)),
    )
  await Promise.all(
    rows.map(async ({ entity, processGroup, processStartedAt }) => {
      if (processGroup === null && !marked.has(entity.id)) return
      log.info({ session: entity.id, processGroup }, 'ending what is left of an agent')
      await endLeftovers(clock, entity.id, processGroup, processStartedAt)
    }),
  )
  for (const row of rows) store.change((change) => reconcileSession(deps, records, change, row))
}

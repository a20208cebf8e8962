import type { SessionRow } from '../store/index.ts'
import type { TerminalSessionDeps } from './deps.ts'
import { endLeftovers } from './end-processes.ts'
import { markedSessions } from './process-identity.ts'
import type { SessionRecords } from './session-records.ts'
import { interrupted } from './terminal-failures.ts'
import { isAlive } from './terminal-session-state.ts'

/**
 * Settles what an earlier daemon left of sessions in terminals: programs that still run are ended, with all they
 * started, and their sessions are in `error`, saying so, or `stopped` where their workspace is. Twice changes nothing.
 */
export async function reconcileTerminalSessions(
  deps: TerminalSessionDeps,
  records: SessionRecords,
): Promise<void> {
  const { store, clock, log } = deps
  // Also of sessions whose process was never recorded: the daemon may have died just after starting it.
  const marked = markedSessions()
  const inTerminals = store.sessions.list().filter(({ entity }) => entity.terminalId !== null)
  await Promise.all(
    inTerminals.map(async ({ entity, processGroup, processStartedAt }) => {
      if (processGroup === null && !marked.has(entity.id)) return
      log.info({ session: entity.id, processGroup }, 'ending what is left of a program')
      await endLeftovers(clock, entity.id, processGroup, processStartedAt)
    }),
  )
  for (const row of inTerminals) settle(deps, records, row)
}

function settle({ store }: TerminalSessionDeps, records: SessionRecords, row: SessionRow): void {
  const { entity, processGroup } = row
  const { id, workspaceId } = entity
  store.change((change) => {
    if (isAlive(entity)) {
      const failure = interrupted(entity)
      records.moveTerminalSession(change, id, { type: 'end', error: failure.toJSON() })
      change.note(workspaceId, {
        level: 'warning',
        type: 'session.interrupted',
        message: failure.message,
        details: { sessionId: id },
      })
    }
    if (store.workspaces.get(workspaceId)?.status !== 'running')
      records.moveTerminalSession(change, id, { type: 'end', error: null })
    if (processGroup !== null) store.sessions.putProcess(id, { processGroup: null, processStartedAt: null })
  })
}

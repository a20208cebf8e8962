import { run, timeLimit, type Clock } from '../../base/index.ts'
import { groupAlive, markedProcesses, processStartedAt } from './process-identity.ts'

/** After end of input: agents that save their state on EOF take a second or two (measured). */
export const endOfInputGraceMs = 2_000
/** Between SIGTERM and SIGKILL. */
const terminateGraceMs = 2_000
/** How long the system may take to remove what was killed. */
const killedWaitMs = 2_000
/** A process group has no event for "empty", so it is looked at this often. */
const lookEveryMs = 20

/** Resolves when `done` says so, at the latest after `ms`; true when it said so. */
export async function until(clock: Clock, ms: number, done: () => boolean): Promise<boolean> {
  const limit = timeLimit(clock, ms)
  try {
    while (!done()) {
      if (limit.passed) return false
      await new Promise<void>((resolve) => void clock.after(lookEveryMs, resolve))
    }
    return true
  } finally {
    limit.cancel()
  }
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** SIGTERM to the group, then SIGKILL, then SIGKILL to what left the group but carries the session's mark. */
export async function endGroup(clock: Clock, group: number, sessionId: string): Promise<void> {
  if (process.platform === 'win32') {
    // 128: there is no such process any more.
    await run('taskkill', ['/PID', String(group), '/T', '/F'], { okExitCodes: [0, 128], timeoutMs: 10_000 })
    return
  }
  const gone = (): boolean => !groupAlive(group)
  if (!gone()) {
    signalTo(-group, 'SIGTERM')
    if (!(await until(clock, terminateGraceMs, gone))) {
      signalTo(-group, 'SIGKILL')
      await until(clock, killedWaitMs, gone)
    }
  }
  await endMarked(clock, sessionId)
}

/** Kills every process that carries the session's mark. */
export async function endMarked(clock: Clock, sessionId: string): Promise<void> {
  const escaped = markedProcesses(sessionId)
  for (const pid of escaped) signalTo(pid, 'SIGKILL')
  if (escaped.length > 0) await until(clock, killedWaitMs, () => markedProcesses(sessionId).length === 0)
}

/**
 * Ends what an earlier daemon left of a session: the recorded group when its leader is still the same process,
 * and everything that carries the session's mark.
 */
export async function endLeftovers(
  clock: Clock,
  sessionId: string,
  group: number | null,
  startedAt: string | null,
): Promise<void> {
  if (group !== null && startedAt !== null && (await processStartedAt(group)) === startedAt)
    await endGroup(clock, group, sessionId)
  else await endMarked(clock, sessionId)
}

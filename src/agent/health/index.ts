import type { Clock } from '../../base/index.ts'
import type { NodeHealthReport } from '../../contracts/index.ts'
import type { SessionHost, TerminalHost } from '../hosts.ts'

export interface HealthSources {
  clock: Clock
  /** When the daemon started, in milliseconds since the epoch. */
  startedAt: number
  workspaces(): number
  sessions: Pick<SessionHost, 'counts'>
  terminals: Pick<TerminalHost, 'counts'>
}

/** How the daemon is, now. */
export function healthReport({
  clock,
  startedAt,
  workspaces,
  sessions,
  terminals,
}: HealthSources): NodeHealthReport {
  const at = clock.now()
  return {
    at,
    uptimeMs: at - startedAt,
    pid: process.pid,
    memoryRss: process.memoryUsage.rss(),
    workspaces: workspaces(),
    ...sessions.counts(),
    ...terminals.counts(),
  }
}

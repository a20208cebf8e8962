import { readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { sep } from 'node:path'
import { SessionId, type Orphan } from '../../contracts/index.ts'
import { markedSessions } from '../sessions/index.ts'
import type { AgentStore } from '../store/index.ts'

export type LeftProcesses = Extract<Orphan, { kind: 'processes' }>

/**
 * Processes that carry the mark of a session which is stopped, or which no record knows while they work below the
 * managed root: others of the same user may belong to another home. Linux only.
 */
export function leftProcesses(store: AgentStore, worktrees: string): LeftProcesses[] {
  return [...markedSessions()].flatMap(([mark, pids]) => {
    const session = SessionId.safeParse(mark)
    if (!session.success) return []
    const known = store.sessions.get(session.data)?.entity
    const left = known ? known.status === 'stopped' : pids.some((pid) => worksBelow(pid, worktrees))
    if (!left) return []
    return [
      {
        kind: 'processes' as const,
        id: `processes:${session.data}`,
        sessionId: session.data,
        processes: pids.map((pid) => ({ pid, command: commandOf(pid) })),
      },
    ]
  })
}

function worksBelow(pid: number, root: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`).startsWith(realpathSync(root) + sep)
  } catch {
    // It ended while we looked, or there is no such root yet.
    return false
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
  } catch {
    // As above.
    return ''
  }
}

import { readFileSync, readdirSync } from 'node:fs'
import { run } from '../../base/index.ts'
import { sessionVariable } from './agent-environment.ts'

const onLinux = process.platform === 'linux'

interface Stat {
  state: string
  group: number
  startedAt: string
}

/** `/proc/<pid>/stat` (proc_pid_stat(5)); null when there is no such process. */
function readStat(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The second field is the program's name in brackets and may hold spaces and brackets itself.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', group: Number(fields[2]), startedAt: fields[19] ?? '' }
  } catch {
    // It ended, or ends while we read.
    return null
  }
}

const alive = (stat: Stat | null): stat is Stat => stat !== null && stat.state !== 'Z' && stat.state !== 'X'

const allPids = (): number[] => readdirSync('/proc').map(Number).filter(Number.isInteger)

/**
 * When a process started, as the system tells it, so that a reused process id is not mistaken for it.
 * Null when it is gone or the system does not tell. On Linux the boot is part of it.
 */
export async function processStartedAt(pid: number): Promise<string | null> {
  if (onLinux) {
    const stat = readStat(pid)
    return alive(stat)
      ? `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()}:${stat.startedAt}`
      : null
  }
  if (process.platform === 'win32') return null
  const found = await run('ps', ['-o', 'lstart=', '-p', String(pid)], {
    okExitCodes: [0, 1],
    timeoutMs: 5_000,
  })
  return found.stdout.toString('utf8').trim() || null
}

/** True while a process of the group lives. On Linux zombies do not count: they hold nothing and may stay. */
export function groupAlive(group: number): boolean {
  try {
    process.kill(-group, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  if (!onLinux) return true
  return allPids().some((pid) => {
    const stat = readStat(pid)
    return alive(stat) && stat.group === group
  })
}

/** Sessions of whatever home whose mark a living process carries, with those processes. Linux only. */
export function markedSessions(): Map<string, number[]> {
  const sessions = new Map<string, number[]>()
  if (!onLinux) return sessions
  for (const pid of allPids()) {
    const session = pid !== process.pid && alive(readStat(pid)) && markOf(pid)
    if (session) sessions.set(session, [...(sessions.get(session) ?? []), pid])
  }
  return sessions
}

/** Living processes that carry the session's mark, also those that left its process group. Linux only. */
export function markedProcesses(sessionId: string): number[] {
  return markedSessions().get(sessionId) ?? []
}

function markOf(pid: number): string | null {
  try {
    const mark = `${sessionVariable}=`
    const found = readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .find((entry) => entry.startsWith(mark))
    return found?.slice(mark.length) ?? null
  } catch {
    // Another user's process, or one that ends while we read: not ours.
    return null
  }
}

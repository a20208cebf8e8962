import { readdirSync, readFileSync } from 'node:fs'

/** Session id of a process: the sixth field of its stat line; the second, the name, may hold spaces. */
function sessionOf(pid: string): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3])
  } catch {
    // It ended between listing and reading.
    return null
  }
}

/** Processes of the session that `leader` leads, on Linux; elsewhere only what its process group holds. */
function members(leader: number): number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && sessionOf(name) === leader)
    .map(Number)
}

/**
 * Signals everything a terminal's program started. A shell with job control gives each job a process group of
 * its own, and a hang-up reaches only the one in the foreground; so the whole session is signalled.
 */
export function killSession(leader: number, signal: NodeJS.Signals): void {
  for (const target of [-leader, ...members(leader)]) {
    try {
      process.kill(target, signal)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}

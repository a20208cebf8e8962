import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

export interface MarkedProcess {
  pid: number
  session: string
  command: string
  /** Where it works; empty when that cannot be told. */
  folder: string
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    // It ended between listing and reading.
    return ''
  }
}

function folderOf(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    // As above.
    return ''
  }
}

/** Living processes that carry any session's mark, of whatever home. */
export function markedProcesses(): MarkedProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const mark = /(?:^|\0)SWITCHYARD_SESSION=([^\0]+)/.exec(read(`/proc/${pid}/environ`))
      if (!mark?.[1] || /^State:\s+Z/m.test(read(`/proc/${pid}/status`))) return []
      const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')
      return [{ pid: Number(pid), session: mark[1], command, folder: folderOf(pid) }]
    })
}

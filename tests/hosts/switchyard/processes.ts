import { readdirSync, readFileSync } from 'node:fs'

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    // The process ended between listing and reading.
    return ''
  }
}

/**
 * Pids of live processes whose environment names this home, with the program they run: `serve` (control plane),
 * `agent` (node agent), `cli` or `other`. Linux only, as are the suites that use it.
 */
export function processesOf(home: string): { pid: number; program: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => read(`/proc/${pid}/environ`).split('\0').includes(`SWITCHYARD_HOME=${home}`))
    .filter((pid) => !/^State:\s+Z/m.test(read(`/proc/${pid}/status`)))
    .map((pid) => {
      const command = read(`/proc/${pid}/cmdline`)
      const program = /out\/(main\/serve|agent\/main|cli\/main)\.js/.exec(command)?.[1]
      const names: Record<string, string> = {
        'main/serve': 'serve',
        'agent/main': 'agent',
        'cli/main': 'cli',
      }
      return { pid: Number(pid), program: (program && names[program]) || 'other' }
    })
}

/** Resolves when the process is gone. The test's time-out bounds the wait. */
export async function gone(pid: number): Promise<void> {
  for (;;) {
    const status = read(`/proc/${pid}/status`)
    if (status === '' || /^State:\s+Z/m.test(status)) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

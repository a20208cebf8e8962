import { spawn } from 'node:child_process'

export interface CommandResult {
  exitCode: number | null
  signal: NodeJS.Signals | null
  durationMs: number
}

/** How long a cancelled command gets before it is killed. */
const killGraceMs = 2_000

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/**
 * Runs a command line of the user's in a shell, in a process group of its own. `onOutput` gets what it prints, both
 * streams in order of arrival. Aborting ends the whole group. Throws when the shell cannot be started.
 */
export function runCommand(
  command: string,
  cwd: string,
  signal: AbortSignal,
  onOutput: (text: string) => void,
): Promise<CommandResult> {
  const startedAt = performance.now()
  return new Promise((resolve, reject) => {
    const child = spawn(command, {
      shell: true,
      cwd,
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let killTimer: NodeJS.Timeout | undefined
    const end = (): void => {
      if (child.pid === undefined) return
      signalGroup(child.pid, 'SIGTERM')
      killTimer = setTimeout(() => child.pid && signalGroup(child.pid, 'SIGKILL'), killGraceMs)
    }
    if (signal.aborted) end()
    signal.addEventListener('abort', end, { once: true })
    child.stdout.setEncoding('utf8').on('data', onOutput)
    child.stderr.setEncoding('utf8').on('data', onOutput)
    child.once('error', reject)
    const settle = (exitCode: number | null, by: NodeJS.Signals | null): void => {
      clearTimeout(killTimer)
      signal.removeEventListener('abort', end)
      resolve({ exitCode, signal: by, durationMs: Math.round(performance.now() - startedAt) })
    }
    child.once('close', settle)
    // A command that leaves something in the background keeps the pipes open; it has ended all the same.
    child.once('exit', (code, by) => setTimeout(() => settle(code, by), 200).unref())
  })
}

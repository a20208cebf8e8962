import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'

export interface DetachedOptions {
  /** The whole environment; nothing of this process leaks in. */
  env: Record<string, string>
  cwd?: string
  /** File that stdout and stderr are appended to; its folder is made. Null throws them away. */
  output: string | null
}

export interface Detached {
  pid: number
  /** Resolves when it ends while this process lives: the exit code, or null after a signal. */
  exited: Promise<number | null>
}

/** Starts a program that outlives this process: own session, no shared stdio, not waited for. */
export function spawnDetached(
  command: string,
  args: readonly string[],
  options: DetachedOptions,
): Promise<Detached> {
  if (options.output) mkdirSync(dirname(options.output), { recursive: true, mode: 0o700 })
  const output = options.output ? openSync(options.output, 'a', 0o600) : 'ignore'
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      detached: true,
      stdio: ['ignore', output, output],
      windowsHide: true,
    })
    if (typeof output === 'number') closeSync(output)
    const exited = new Promise<number | null>((settle) => child.once('exit', settle))
    child.once('error', reject)
    child.once('spawn', () => {
      child.unref()
      resolve({ pid: child.pid as number, exited })
    })
  })
}

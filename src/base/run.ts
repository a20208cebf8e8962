import { spawn } from 'node:child_process'

export interface RunOptions {
  cwd?: string
  env?: Record<string, string | undefined>
  input?: string | Uint8Array
  timeoutMs?: number
  signal?: AbortSignal
  /** Exit codes that are answers, not failures. Default: 0. */
  okExitCodes?: readonly number[]
  /** Most bytes of stdout kept; more fails the run. Default 64 MiB. */
  maxBytes?: number
}

export interface RunResult {
  stdout: Buffer
  stderr: string
  exitCode: number
}

/** A program that could not be started, failed, was too loud or too slow. `stderr` is its last 4 KiB. */
export class RunError extends Error {
  readonly exitCode: number | null
  readonly stderr: string
  readonly reason: 'spawn' | 'exit' | 'timeout' | 'aborted' | 'output'

  constructor(
    message: string,
    reason: RunError['reason'],
    exitCode: number | null,
    stderr: string,
    cause?: unknown,
  ) {
    super(message, { cause })
    this.name = 'RunError'
    this.reason = reason
    this.exitCode = exitCode
    this.stderr = stderr
  }
}

const stderrTail = 4096

/** Runs a program to its end: arguments as an array, no shell. Throws RunError. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { okExitCodes = [0], maxBytes = 64 * 1024 * 1024 } = options
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    })
    const chunks: Buffer[] = []
    let size = 0
    let stderr = ''
    let stopped: RunError['reason'] | undefined
    const stop = (reason: RunError['reason']): void => {
      stopped ??= reason
      child.kill('SIGKILL')
    }
    const timer = options.timeoutMs ? setTimeout(() => stop('timeout'), options.timeoutMs) : undefined
    const onAbort = (): void => stop('aborted')
    if (options.signal?.aborted) onAbort()
    options.signal?.addEventListener('abort', onAbort, { once: true })
    const settle = (): void => {
      clearTimeout(timer)
      options.signal?.removeEventListener('abort', onAbort)
    }
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > maxBytes) stop('output')
      else chunks.push(chunk)
    })
    child.stderr
      .setEncoding('utf8')
      .on('data', (text: string) => (stderr = (stderr + text).slice(-stderrTail)))
    // A program may close its input before reading all of it; its exit code tells whether that mattered.
    child.stdin.on('error', () => undefined)
    child.stdin.end(options.input)
    child.on('error', (error) => {
      settle()
      reject(new RunError(`${command} could not be started: ${error.message}`, 'spawn', null, stderr, error))
    })
    child.on('close', (code) => {
      settle()
      const title = `${command} ${args[0] ?? ''}`.trim()
      if (stopped) reject(new RunError(`${title} was ended (${stopped})`, stopped, code, stderr))
      else if (code === null || !okExitCodes.includes(code))
        reject(new RunError(`${title} failed with ${code}: ${stderr.trim()}`, 'exit', code, stderr))
      else resolve({ stdout: Buffer.concat(chunks), stderr, exitCode: code })
    })
  })
}

import { spawn } from 'node:child_process'
import { RunError } from './run.ts'

export interface RunLinesOptions {
  cwd: string
  env: Record<string, string | undefined>
  /** Exit codes that are answers, not failures. Default: 0. */
  okExitCodes?: readonly number[]
  signal?: AbortSignal | undefined
}

/** Longer lines are left out: nothing that is read line by line has such. */
const longestLine = 1024 * 1024
const stderrTail = 4096
const lineFeed = 0x0a

/**
 * Runs a program and hands out its output while it comes, some lines at a time. Arguments as an array, no shell, no
 * input. Whoever stops reading ends the program. Throws RunError, `aborted` when the signal says so.
 */
export async function* runLines(
  command: string,
  args: readonly string[],
  { cwd, env, okExitCodes = [0], signal }: RunLinesOptions,
): AsyncGenerator<string[]> {
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
  const end = (): void => void child.kill('SIGKILL')
  signal?.addEventListener('abort', end, { once: true })
  if (signal?.aborted) end()
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-stderrTail)))
  const closed = new Promise<number | null>((resolve, reject) => {
    child.on('error', (cause) =>
      reject(new RunError(`${command} could not be started: ${cause.message}`, 'spawn', null, '', cause)),
    )
    child.on('close', resolve)
  })
  // Awaited below; until then its failure must not count as nobody's.
  closed.catch(() => undefined)
  let finished = false
  try {
    const split = lineSplitter()
    for await (const chunk of child.stdout) yield split(chunk as Buffer)
    const code = await closed
    finished = true
    if (signal?.aborted) throw new RunError(`${command} was ended`, 'aborted', code, stderr)
    if (code === null || !okExitCodes.includes(code))
      throw new RunError(`${command} failed with ${code}: ${stderr.trim()}`, 'exit', code, stderr)
  } finally {
    signal?.removeEventListener('abort', end)
    if (!finished) end()
    // Nothing of it is left when this returns.
    await closed.catch(() => undefined)
  }
}

/** Cuts chunks into whole lines, keeping a rest for the next chunk. A last line without an end is left out. */
function lineSplitter(): (chunk: Buffer) => string[] {
  let rest: Buffer[] = []
  let length = 0
  return (chunk) => {
    const lines: string[] = []
    let from = 0
    for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, from)) {
      if (length + at - from <= longestLine)
        lines.push(Buffer.concat([...rest, chunk.subarray(from, at)]).toString('utf8'))
      rest = []
      length = 0
      from = at + 1
    }
    const left = chunk.subarray(from)
    length += left.length
    if (length <= longestLine) rest.push(left)
    return lines
  }
}

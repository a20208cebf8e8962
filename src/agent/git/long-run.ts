import { spawn } from 'node:child_process'
import type { Clock } from '../../base/index.ts'
import { gitEnvironment } from './runner.ts'

/** Between SIGINT, on which git takes its lock files away, and SIGKILL. */
const endGraceMs = 5_000
/** Of what git, hooks and the remote say, this much of the end is kept. */
const keptOutput = 16_000
/** What an editor would be opened for (a message, a list of commits) stays as git proposes it. */
const noEditor = { GIT_EDITOR: 'true', GIT_SEQUENCE_EDITOR: 'true' }
/** Nothing is ever asked: neither in a window nor on a terminal. Helpers that know the answer are asked. */
const noQuestions = { GIT_ASKPASS: '', SSH_ASKPASS: '', GCM_INTERACTIVE: 'never' }

export interface LongRunOptions {
  /** Given up after this long without output, in ms. */
  silentMs: number
  signal: AbortSignal
  /** How ssh is to be called. */
  ssh?: string
  /** Called with what is said as it comes, line breaks and carriage returns included. */
  onOutput?(text: string): void
  /** Called with the process id, which is also that of its process group. */
  onStart?(pid: number): void
}

export interface LongRunResult {
  exitCode: number
  /** The end of standard output and error in the order they came, lines that were overwritten left out. */
  output: string
  /** Why it was ended by us; null when it ended by itself. */
  ended: 'cancelled' | 'silent' | null
}

/** Runs git in a folder to its end; never rejects for what git says. */
export type RunLong = (
  folder: string,
  args: readonly string[],
  options: LongRunOptions,
) => Promise<LongRunResult>

/**
 * Runs git where it talks to remotes or runs the user's hooks, which takes as long as it takes: progress as it comes,
 * and an end that also reaches ssh and hooks. `createGit` is for everything else.
 */
export function createLongGit(env: Readonly<Record<string, string | undefined>>, clock: Clock): RunLong {
  const base = { ...gitEnvironment(env), ...noQuestions, ...noEditor }
  return (folder, args, options) =>
    new Promise((resolve, reject) => {
      const child = spawn('git', args, {
        cwd: folder,
        env: { ...base, ...(options.ssh === undefined ? {} : { GIT_SSH_COMMAND: options.ssh }) },
        stdio: ['ignore', 'pipe', 'pipe'],
        // A group of its own, to be ended as a whole; and no terminal that ssh could ask on.
        detached: true,
        windowsHide: true,
      })
      let output = ''
      let ended: LongRunResult['ended'] = null
      let cancelKill = (): void => undefined
      let cancelSilence = (): void => undefined
      const end = (why: 'cancelled' | 'silent'): void => {
        if (ended !== null) return
        ended = why
        signalGroup(child.pid, 'SIGINT')
        cancelKill = clock.after(endGraceMs, () => signalGroup(child.pid, 'SIGKILL'))
      }
      const listen = (): void => {
        cancelSilence()
        cancelSilence = clock.after(options.silentMs, () => end('silent'))
      }
      const hear = (text: string): void => {
        listen()
        output = (output + text).slice(-keptOutput)
        options.onOutput?.(text)
      }
      const cancelled = (): void => end('cancelled')
      const settle = (): void => {
        cancelKill()
        cancelSilence()
        options.signal.removeEventListener('abort', cancelled)
      }
      child.stdout.setEncoding('utf8').on('data', hear)
      child.stderr.setEncoding('utf8').on('data', hear)
      child.once('error', (error) => {
        settle()
        reject(new Error(`git could not be started: ${error.message}`, { cause: error }))
      })
      // What a hook left behind may hold the output open for ever: git's own end counts.
      child.once('exit', (code) => {
        const finish = (): void => {
          cancelRest()
          child.stdout.destroy()
          child.stderr.destroy()
          settle()
          resolve({ exitCode: code ?? -1, output: lastLines(output), ended })
        }
        const cancelRest = clock.after(outputAfterExitMs, finish)
        child.once('close', finish)
      })
      if (child.pid !== undefined) options.onStart?.(child.pid)
      listen()
      if (options.signal.aborted) cancelled()
      options.signal.addEventListener('abort', cancelled, { once: true })
    })
}

/** Once git itself has ended this is how long we wait for the rest of its output. */
const outputAfterExitMs = 250

/** Signals a process group; one that is gone already is what is wanted. */
export function signalGroup(group: number | undefined, signal: NodeJS.Signals): void {
  if (group === undefined) return
  try {
    process.kill(-group, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Text as a terminal would show it in the end: of a line written over again and again, the last. */
export const lastLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.replace(/\r+$/, '').split('\r').at(-1) ?? '')
    // git ends lines of a remote with blanks that would paint over longer ones.
    .map((line) => line.trimEnd())
    .join('\n')
    .trim()

import { GitError, simpleGit } from 'simple-git'
import { RunError, runLines, systemClock } from '../../base/index.ts'
import { limitDefaults } from '../../contracts/index.ts'
import { lockFileGone, retryOnLock, type Contention } from './lock-files.ts'

/** Variables of git's own that our commands may set; every other `GIT_*` stays outside. */
const ownVariables = [
  'GIT_INDEX_FILE',
  'GIT_OPTIONAL_LOCKS',
  'GIT_TERMINAL_PROMPT',
  'GIT_AUTHOR_NAME',
  'GIT_AUTHOR_EMAIL',
  'GIT_AUTHOR_DATE',
  'GIT_COMMITTER_NAME',
  'GIT_COMMITTER_EMAIL',
]
/** What simple-git refuses to be given, and what would make git open windows or pages. */
const foreign = /^(git_.*|editor|visual|pager|prefix|ssh_askpass)$/i

/**
 * A hook may leave a process behind that keeps git's output open; once git itself has ended this is how long we
 * wait for the rest of its output.
 */
const outputAfterExitMs = 250
/** How much longer than others a command may be silent that runs the user's hooks or filters. */
const slowFactor = 10
const nothing = Buffer.alloc(0)

/** A git command that failed. `message` is what git said, without `fatal:` and the like. */
export class GitFailed extends GitError {
  readonly exitCode: number

  constructor(said: string, exitCode: number) {
    super(undefined, said.replace(/^(fatal|error): /gm, '').trim() || `git failed with ${exitCode}`)
    this.name = 'GitFailed'
    this.exitCode = exitCode
  }
}

export interface GitOptions {
  /** Variables for this command; only those named in `ownVariables` for git itself. */
  env?: Readonly<Record<string, string>>
  /** Given to git on its standard input, which otherwise is empty. */
  input?: string | Buffer
  /** The command may run the user's own programs (hooks, filters), which may be silent for long. */
  slow?: boolean
  /** Exit status that is an answer and no failure. */
  answer?: number
  /** Ends the command, with SIGINT. */
  signal?: AbortSignal
}

export interface GitRunner {
  /**
   * Runs git in the folder; its standard output. Throws `GitFailed` when it ends with anything but 0, and
   * `branch_lock_timeout` when another git held one of git's lock files for too long.
   */
  (args: readonly string[], options?: GitOptions): Promise<string>
  /** As above, undecoded. */
  bytes(args: readonly string[], options?: GitOptions): Promise<Buffer>
  /** Resolves when git's lock file, given by its path, is not there (any more). Throws `branch_lock_timeout`. */
  unlocked(file: string): Promise<void>
  /** Its output while it comes, some lines at a time; whoever stops reading ends it. 1 is an answer. */
  lines(args: readonly string[], signal?: AbortSignal): AsyncGenerator<string[]>
  readonly folder: string
}

/** Makes runners: the one place from which git is started. */
export type GitAt = (folder: string) => GitRunner

/** The daemon's environment as git gets it: no variables of git's own but ours, no prompts, the C locale. */
export function gitEnvironment(env: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !foreign.test(name))
  return { ...Object.fromEntries(kept), GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' }
}

/**
 * `env` is the daemon's environment. Every command runs without prompts, in the C locale, and without taking
 * locks that only refresh the index, so that looking never gets in the way of the user's or an agent's git.
 * A command that another git's lock file keeps from its work is tried again for a while. One that says nothing for `timeoutMs` is ended with SIGINT, on which git removes its lock files.
 */
export function createGit(
  env: Readonly<Record<string, string | undefined>>,
  timeoutMs: () => number,
  contention: Contention = {
    clock: systemClock,
    random: Math.random,
    waitMs: () => limitDefaults.branchLockMs,
  },
): GitAt {
  const base = gitEnvironment(env)
  const open = (
    folder: string,
    { env: extra, input, slow, answer = 0, signal }: GitOptions = {},
    onChunk?: (chunk: Buffer) => void,
  ) =>
    simpleGit({
      baseDir: folder,
      allowEnvironment: ownVariables,
      timeout: { block: timeoutMs() * (slow ? slowFactor : 1) },
      completion: { onClose: true, onExit: outputAfterExitMs },
      ...(signal ? { abort: signal } : {}),
      // All options are ours. Otherwise simple-git sets a variable that the user's hooks would inherit.
      unsafe: { allowAbbreviatedOptions: true },
      // An open standard input would hang a hook that reads it.
      // Given as an empty text, simple-git would leave it open, too.
      input: () => (input ? input : nothing),
      errors: (error, { exitCode, stdOut, stdErr }) =>
        exitCode === 0 || exitCode === answer
          ? undefined
          : failed(error, exitCode, stdErr.length > 0 ? stdErr : stdOut),
    })
      .env({ ...base, ...extra })
      // simple-git holds back the end of a command without output for 50 ms, unless there was a chunk of output.
      .outputHandler((_command, stdout) => {
        if (onChunk) stdout.on('data', onChunk)
        queueMicrotask(() => stdout.emit('data', nothing))
      })
  return (folder) => {
    const run = async (args: readonly string[], options?: GitOptions): Promise<string> =>
      retryOnLock(contention, folder, args, () => open(folder, options).raw([...args]))
    const bytes = async (args: readonly string[], options?: GitOptions): Promise<Buffer> => {
      const chunks: Buffer[] = []
      await open(folder, options, (chunk) => chunks.push(chunk)).raw([...args])
      return Buffer.concat(chunks)
    }
    const unlocked = (file: string): Promise<void> => lockFileGone(contention, file)
    async function* lines(args: readonly string[], signal?: AbortSignal): AsyncGenerator<string[]> {
      try {
        yield* runLines('git', args, { cwd: folder, env: base, okExitCodes: [0, 1], signal })
      } catch (error) {
        throw error instanceof RunError && error.reason === 'exit'
          ? new GitFailed(error.stderr, error.exitCode ?? -1)
          : error
      }
    }
    return Object.assign(run, { bytes, lines, unlocked, folder })
  }
}

function failed(error: Buffer | Error | undefined, exitCode: number, output: Buffer[]): Error {
  const said = Buffer.concat(output).toString('utf8')
  if (said.includes('spawn git ENOENT')) return new GitFailed('git was not found in PATH', exitCode)
  // An error without git's own words is simple-git's: time-out or abort.
  return error instanceof Error && error.name !== 'GitFailed' && exitCode < 0
    ? new GitFailed(`${error.message} ${said}`, exitCode)
    : new GitFailed(said || (error instanceof Error ? error.message : ''), exitCode)
}

/** What git said, for showing to a person. */
export const gitMessage = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).trim()

/** Splits NUL-terminated output. */
export const nulList = (output: string): string[] => output.split('\0').filter((entry) => entry !== '')

import { simpleGit, type SimpleGit } from 'simple-git'

/** Variables of git's own that our commands set; simple-git strips every other `GIT_*` it inherits. */
const ownVariables = [
  'GIT_INDEX_FILE',
  'GIT_OPTIONAL_LOCKS',
  'GIT_TERMINAL_PROMPT',
  'GIT_AUTHOR_NAME',
  'GIT_AUTHOR_EMAIL',
  'GIT_COMMITTER_NAME',
  'GIT_COMMITTER_EMAIL',
]
/** Read-only commands of one repository that may run side by side. */
const processesAtOnce = 6

export interface GitRunner {
  /** Runs git in the folder; its standard output. Throws simple-git's GitError with git's message. */
  (args: readonly string[], env?: Readonly<Record<string, string>>): Promise<string>
  /** As above, undecoded. */
  bytes(args: readonly string[]): Promise<Buffer>
  readonly folder: string
}

/** Makes runners: the one place from which git is started. */
export type GitAt = (folder: string) => GitRunner

/**
 * `env` is the daemon's environment. Every command runs without prompts, in the C locale, and without taking
 * locks that only refresh the index, so that looking never gets in the way of the user's or an agent's git.
 */
export function createGit(env: Readonly<Record<string, string | undefined>>, timeoutMs: number): GitAt {
  const base = { ...env, GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' }
  const open = (folder: string, extra: Readonly<Record<string, string>> = {}): SimpleGit =>
    simpleGit({
      baseDir: folder,
      maxConcurrentProcesses: processesAtOnce,
      allowEnvironment: ownVariables,
      timeout: { block: timeoutMs },
      completion: { onClose: true, onExit: false },
    }).env({ ...base, ...extra })
  return (folder) => {
    const shared = open(folder)
    const run = async (args: readonly string[], extra?: Readonly<Record<string, string>>): Promise<string> =>
      (extra ? open(folder, extra) : shared).raw([...args])
    const bytes = async ([command, ...args]: readonly string[]): Promise<Buffer> => {
      if (command !== 'show') throw new Error('only show gives bytes')
      return shared.showBuffer(args)
    }
    return Object.assign(run, { bytes, folder })
  }
}

/** Git's message without its prefix, for showing to a person. */
export const gitMessage = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/^(fatal|error): /gm, '').trim()

/** Splits NUL-terminated output. */
export const nulList = (output: string): string[] => output.split('\0').filter((entry) => entry !== '')

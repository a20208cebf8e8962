import { delimiter } from 'node:path'
import { run } from '../../../base/index.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** A shell that takes longer waits for something; then what we have must do. */
const shellTimeoutMs = 5_000
const mark = '__switchyard_path__'

/**
 * PATH for the node agent. A desktop starts apps with the system's PATH, without what the user's shell adds to it
 * (version managers, package managers), and so without most coding agents: there the login shell is asked, and its
 * folders come first. Started from a terminal, or where the shell does not answer, PATH is as it is.
 */
export async function loginPath(env: Environment, platform = process.platform): Promise<string | undefined> {
  const { PATH: own, SHELL: shell, TERM: term } = env
  if (platform === 'win32' || !shell || term) return own
  try {
    // `printenv` and not "$PATH": it has the same form in every shell.
    const script = `echo ${mark}; printenv PATH; echo ${mark}`
    const { stdout } = await run(shell, ['-ilc', script], { env: { ...env }, timeoutMs: shellTimeoutMs })
    const found = stdout.toString('utf8').split(mark)[1]?.trim()
    if (!found) return own
    return [...new Set([...found.split(delimiter), ...(own ?? '').split(delimiter)])]
      .filter(Boolean)
      .join(delimiter)
  } catch {
    // A shell that knows no such options, or hangs: nothing is lost but its additions.
    return own
  }
}

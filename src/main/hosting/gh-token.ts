import { run, RunError } from '../../base/index.ts'

/** `gh` reads a file or asks the system's keyring, which may ask the user; then no token is better than waiting. */
const timeoutMs = 5_000

type Environment = Readonly<Record<string, string | undefined>>

/** The token that GitHub's own command line has for a host; null where it is not installed or not signed in. */
export async function ghToken(host: string, env: Environment): Promise<string | null> {
  try {
    const args = ['auth', 'token', '--hostname', host]
    const { stdout } = await run('gh', args, { env: { ...env, GH_PROMPT_DISABLED: '1' }, timeoutMs })
    const token = stdout.toString('utf8').trim()
    return /^[\x21-\x7e]+$/.test(token) ? token : null
  } catch (error) {
    if (error instanceof RunError) return null
    throw error
  }
}

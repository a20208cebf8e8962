import { findProgram, run } from '../../base/index.ts'
import {
  builtInProfiles,
  Failure,
  runbookProfileId,
  type AgentInfo,
  type AgentProfile,
} from '../../contracts/index.ts'

const versionTimeoutMs = 3_000
const versionPattern = /\d+\.\d+(?:\.\d+)?[\w.+-]*/

type Environment = Readonly<Record<string, string | undefined>>

/** What a program says its version is; null when it does not say. */
async function versionOf(path: string, args: readonly string[], env: Environment): Promise<string | null> {
  try {
    const { stdout, stderr } = await run(path, args, { env, timeoutMs: versionTimeoutMs, maxBytes: 65_536 })
    return versionPattern.exec(stdout.toString('utf8') || stderr)?.[0] ?? null
  } catch {
    // The agent may still work; only its version stays unknown.
    return null
  }
}

/** Looks for agents on this node. Answers are kept until asked to look again. */
export class AgentDetector {
  readonly #env: Environment
  readonly #ownVersion: string
  readonly #found = new Map<string, Promise<{ path: string | null; version: string | null }>>()

  constructor(env: Environment, ownVersion: string) {
    this.#env = env
    this.#ownVersion = ownVersion
  }

  /** The known agents and the user's own, in that order; one of the user's with a known id takes its place. */
  async list(custom: readonly AgentProfile[], refresh: boolean): Promise<AgentInfo[]> {
    if (refresh) this.#found.clear()
    const own = new Map(custom.map((profile) => [profile.id, profile]))
    const known = builtInProfiles.map((profile) => own.get(profile.id) ?? profile)
    const added = custom.filter((profile) => !builtInProfiles.some(({ id }) => id === profile.id))
    return Promise.all([...known, ...added].map((profile) => this.#info(profile, own.has(profile.id))))
  }

  /** Refuses (agent_unavailable) a profile whose program is not there now, whatever was found before. */
  async require(profile: AgentProfile): Promise<void> {
    if (profile.id === runbookProfileId) return
    if (await findProgram(profile.command, { ...this.#env, ...profile.env })) return
    throw new Failure(
      'agent_unavailable',
      `${profile.name} is not available: ${profile.command} was not found`,
      {
        hint: profile.install ? `Install it with: ${profile.install}` : 'Check its command in the settings.',
        details: { agent: profile.id, command: profile.command },
      },
    )
  }

  async #info(profile: AgentProfile, custom: boolean): Promise<AgentInfo> {
    const builtIn = profile.id === runbookProfileId
    const { path, version } = builtIn ? { path: null, version: this.#ownVersion } : await this.#look(profile)
    return {
      id: profile.id,
      name: profile.name,
      kind: profile.kind,
      builtIn,
      custom,
      available: builtIn || path !== null,
      version,
      path,
      command: [profile.command, ...profile.args].join(' ').trim(),
      install: profile.install,
      homepage: profile.homepage,
    }
  }

  #look(profile: AgentProfile): Promise<{ path: string | null; version: string | null }> {
    const key = JSON.stringify([profile.command, profile.versionArgs])
    const known = this.#found.get(key)
    if (known) return known
    const looking = findProgram(profile.command, this.#env).then(async (path) => ({
      path,
      version: path && profile.versionArgs ? await versionOf(path, profile.versionArgs, this.#env) : null,
    }))
    this.#found.set(key, looking)
    return looking
  }
}

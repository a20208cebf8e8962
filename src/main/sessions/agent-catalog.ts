import type { Logger } from '../../base/index.ts'
import {
  builtInProfiles,
  Failure,
  type AgentInfo,
  type AgentProfile,
  type Settings,
} from '../../contracts/index.ts'
import type { EventLog } from '../events/index.ts'
import type { NodeService } from '../nodes/index.ts'
import { knownProfiles } from '../settings/index.ts'

interface Deps {
  nodes: NodeService
  events: EventLog
  settings(): Settings
  log: Logger
}

/** The coding agents of the local node: what is known of them is cached and told when it changes. */
export class AgentCatalog {
  readonly #deps: Deps
  #known: AgentInfo[] = []

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** What was found last; empty until the node has answered once. */
  get known(): AgentInfo[] {
    return this.#known
  }

  /** Asks the node. `refresh` looks for programs and versions anew. */
  async list(refresh: boolean): Promise<AgentInfo[]> {
    const { nodes, events, settings } = this.#deps
    const custom = knownProfiles(settings()).filter(({ id }) => !builtIn.has(id))
    const found = await nodes
      .link(nodes.localNodeId)
      .call((client) => client.agents.list({ custom, refresh }))
    if (JSON.stringify(found) !== JSON.stringify(this.#known)) {
      this.#known = found
      events.append([{ session: null, change: { type: 'agents', entity: found } }])
    }
    return found
  }

  /** As `list`, for nobody in particular: a failure is the log's. */
  refreshInBackground(refresh: boolean): void {
    this.list(refresh).catch((error: unknown) =>
      this.#deps.log.warn({ err: error }, 'agents were not listed'),
    )
  }

  has(id: string): boolean {
    return knownProfiles(this.#deps.settings()).some((profile) => profile.id === id)
  }

  /** Throws `agent_unavailable` listing the known ids. */
  profile(id: string): AgentProfile {
    const profiles = knownProfiles(this.#deps.settings())
    const profile = profiles.find((candidate) => candidate.id === id)
    if (profile) return profile
    const known = profiles.map((candidate) => candidate.id)
    throw new Failure('agent_unavailable', `There is no agent "${id}"`, {
      hint: `Known agents: ${known.join(', ')}`,
      details: { agent: id, known },
    })
  }
}

const builtIn: ReadonlySet<string> = new Set(builtInProfiles.map(({ id }) => id))

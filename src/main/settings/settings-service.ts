import { addMcpSecrets, type Clock, type NewId, type Redactor } from '../../base/index.ts'
import {
  builtInProfiles,
  Failure,
  type Event,
  type NodeId,
  type Settings,
  type SettingsPatch,
} from '../../contracts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { Store } from '../store/index.ts'
import { knownProfiles } from './profiles.ts'

interface Deps {
  store: Store
  audit: Audit
  /** Learns the secrets that are set. */
  redactor: Redactor
  clock: Clock
  newId: NewId
  localNodeId: NodeId
}

export class SettingsService {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
    this.#learnSecrets(this.get())
  }

  get(): Settings {
    return this.#deps.store.read.settings.get()
  }

  /** Replaces the given keys. Throws `invalid_input` for profiles that contradict each other. */
  set(patch: SettingsPatch): Promise<Settings> {
    return this.#deps.audit.record({ what: 'settings.set', target: Object.keys(patch).join(' ') }, () => {
      const settings = { ...this.get(), ...patch }
      checkProfiles(settings)
      this.#deps.store.write((writer) => {
        this.#learnSecrets(settings)
        writer.settings.put(settings)
        writer.tell({ type: 'settings', entity: settings })
        if (patch.limits === undefined) return
        const event = this.#limitsEvent(patch.limits)
        writer.events.insert(this.#deps.localNodeId, event)
        writer.tell({ type: 'event', entity: event })
      })
      return settings
    })
  }

  #learnSecrets(settings: Settings): void {
    const { redactor } = this.#deps
    redactor.add(settings.hosting.map(({ token }) => token))
    for (const { env, secretEnv, mcpServers } of knownProfiles(settings)) {
      redactor.addEnvironment(env, secretEnv)
      addMcpSecrets(redactor, mcpServers)
    }
  }

  /** Limits are read when a process starts. */
  #limitsEvent(limits: NonNullable<SettingsPatch['limits']>): Event {
    return {
      id: this.#deps.newId('event'),
      workspaceId: null,
      level: 'info',
      type: 'settings.limits',
      message:
        'The limits were changed. They apply after the app and the node agent have been started again.',
      details: { ...limits },
      createdAt: this.#deps.clock.now(),
    }
  }
}

function checkProfiles(settings: Settings): void {
  const refuse = (path: string, message: string): never => {
    throw new Failure('invalid_input', `${path}: ${message}`, { details: { path } })
  }
  const taken = new Set(builtInProfiles.map(({ id }) => id))
  for (const [index, { id, command }] of settings.customAgents.entries()) {
    if (taken.has(id)) refuse(`customAgents.${index}.id`, `the id "${id}" is taken`)
    if (command.trim() === '') refuse(`customAgents.${index}.command`, 'is empty')
    taken.add(id)
  }
  if (!taken.has(settings.defaultAgent)) {
    const known = knownProfiles(settings).map(({ id }) => id)
    refuse('defaultAgent', `there is no agent "${settings.defaultAgent}" (known: ${known.join(', ')})`)
  }
}

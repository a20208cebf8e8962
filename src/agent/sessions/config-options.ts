import { z } from 'zod'
import type { ConfigOption } from '../../contracts/index.ts'

/** How an option is set: ACP's config options, or the older calls for modes and models. */
type Way = 'select' | 'boolean' | 'mode' | 'model'

/** The agent's switches as we show them, and how each is set. */
export interface AgentConfig {
  options: ConfigOption[]
  ways: Readonly<Record<string, Way>>
}

export const noConfig: AgentConfig = { options: [], ways: {} }

const text = z.string().nullish().catch(null)
const Choice = z.object({ value: z.string(), name: z.string(), description: text })
const Group = z.object({ options: z.array(Choice) })
const head = { id: z.string(), name: z.string(), description: text, category: text }
const Option = z.discriminatedUnion('type', [
  z.object({
    ...head,
    type: z.literal('select'),
    currentValue: z.string(),
    options: z.array(z.union([Choice, Group])),
  }),
  z.object({ ...head, type: z.literal('boolean'), currentValue: z.boolean() }),
])
const Modes = z.object({
  currentModeId: z.string(),
  availableModes: z.array(z.object({ id: z.string(), name: z.string(), description: text })),
})
const Models = z.object({
  currentModelId: z.string(),
  availableModels: z.array(z.object({ modelId: z.string(), name: z.string(), description: text })),
})
/** The parts of answers that carry switches; a part in a shape we do not know is as good as none. */
const Setup = z.object({
  configOptions: z.array(z.unknown()).nullish().catch(null),
  modes: Modes.nullish().catch(null),
  models: Models.nullish().catch(null),
})

const choice = (value: string, name: string, description: string | null | undefined) => ({
  value,
  name,
  description: description ?? null,
})

function readOption(raw: unknown): { option: ConfigOption; way: Way } | null {
  const parsed = Option.safeParse(raw)
  if (!parsed.success) return null
  const { id, name, description, category } = parsed.data
  const base = { id, name, description: description ?? null, category: category ?? null }
  if (parsed.data.type === 'boolean') {
    const choices = [choice('true', 'On', null), choice('false', 'Off', null)]
    return { option: { ...base, value: String(parsed.data.currentValue), choices }, way: 'boolean' }
  }
  const choices = parsed.data.options
    .flatMap((entry) => ('options' in entry ? entry.options : [entry]))
    .map((entry) => choice(entry.value, entry.name, entry.description))
  return { option: { ...base, value: parsed.data.currentValue, choices }, way: 'select' }
}

/** Switches in the answer to `session/new`, `load` or `resume`, or in a list of config options. */
export function readConfig(answer: unknown): AgentConfig {
  const setup = Setup.safeParse(answer)
  if (!setup.success) return noConfig
  const { configOptions, modes, models } = setup.data
  const read = (configOptions ?? []).map(readOption).filter((entry) => entry !== null)
  const has = (category: string): boolean => read.some(({ option }) => option.category === category)
  if (modes && !has('mode'))
    read.push({
      option: {
        id: 'mode',
        name: 'Mode',
        description: null,
        category: 'mode',
        value: modes.currentModeId,
        choices: modes.availableModes.map((mode) => choice(mode.id, mode.name, mode.description)),
      },
      way: 'mode',
    })
  if (models && !has('model'))
    read.push({
      option: {
        id: 'model',
        name: 'Model',
        description: null,
        category: 'model',
        value: models.currentModelId,
        choices: models.availableModels.map((model) => choice(model.modelId, model.name, model.description)),
      },
      way: 'model',
    })
  return {
    options: read.map(({ option }) => option),
    ways: Object.fromEntries(read.map(({ option, way }) => [option.id, way])),
  }
}

/** The new config options; those that come by the older calls stay, because such a list leaves them out. */
export function withConfigOptions(config: AgentConfig, configOptions: unknown): AgentConfig {
  const next = readConfig({ configOptions })
  const older = config.options.filter(({ id }) => config.ways[id] === 'mode' || config.ways[id] === 'model')
  const kept = older.filter(({ category }) => !next.options.some((option) => option.category === category))
  return {
    options: [...next.options, ...kept],
    ways: { ...next.ways, ...Object.fromEntries(kept.map(({ id }) => [id, config.ways[id] as Way])) },
  }
}

export const withValue = (config: AgentConfig, id: string, value: string): AgentConfig => ({
  ...config,
  options: config.options.map((option) => (option.id === id ? { ...option, value } : option)),
})

export const modeOption = (config: AgentConfig): ConfigOption | undefined =>
  config.options.find((option) => option.category === 'mode')

import type { SessionConfigOption, SessionModeState } from '@agentclientprotocol/sdk'

/** What is asked before it is done. `ask` is the default. */
export const modes = [
  { id: 'ask', name: 'Ask first', description: 'Asks before each command; files are written' },
  { id: 'ask-all', name: 'Ask for everything', description: 'Asks before each command and each file' },
  { id: 'auto', name: 'Runs without asking', description: 'Carries out every step at once' },
] as const

export type Mode = (typeof modes)[number]['id']

export const isMode = (value: unknown): value is Mode => modes.some((mode) => mode.id === value)

export const configOptions = (mode: Mode): SessionConfigOption[] => [
  {
    id: 'mode',
    name: 'Mode',
    description: 'What is asked before it is done',
    category: 'mode',
    type: 'select',
    currentValue: mode,
    options: modes.map(({ id, name, description }) => ({ value: id, name, description })),
  },
]

/** For clients that know modes but no config options. */
export const modeState = (mode: Mode): SessionModeState => ({
  currentModeId: mode,
  availableModes: modes.map(({ id, name, description }) => ({ id, name, description })),
})

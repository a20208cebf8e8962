import type { ScriptedOptions } from './scripted-options.ts'

/** The scripted agent's switches as `session/new` and `session/set_config_option` answer them. */
export const configOptionsOf = (options: ScriptedOptions, mode: string | undefined): object[] =>
  options.configOptions ??
  (options.modes
    ? [
        {
          id: 'mode',
          name: 'Mode',
          category: 'mode',
          type: 'select',
          currentValue: mode,
          options: options.modes.all.map((value) => ({ value, name: value })),
        },
      ]
    : [])

/** What the answer that opens a conversation holds beside its id. */
export const setupOf = (options: ScriptedOptions, mode: string | undefined): object => ({
  ...(options.modes || options.configOptions ? { configOptions: configOptionsOf(options, mode) } : {}),
  ...(options.legacyModels
    ? {
        models: {
          currentModelId: options.legacyModels[0],
          availableModels: options.legacyModels.map((modelId) => ({ modelId, name: modelId })),
        },
      }
    : {}),
})

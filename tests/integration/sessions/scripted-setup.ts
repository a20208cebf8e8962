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

/** `agentCapabilities` of the answer to `initialize`. */
export const capabilitiesOf = (options: ScriptedOptions): object => ({
  loadSession: options.load ?? false,
  ...(options.prompts ? { promptCapabilities: options.prompts } : {}),
  ...(options.mcp ? { mcpCapabilities: options.mcp } : {}),
  sessionCapabilities: {
    ...(options.resume ? { resume: {} } : {}),
    ...(options.list ? { list: {} } : {}),
    ...(options.roots ? { additionalDirectories: {} } : {}),
  },
})

/** A page of `session/list`; its cursors are numbers of pages. */
export function listedPage({ list = [] }: ScriptedOptions, asked: { cwd: string; cursor?: string }): object {
  const page = Number(asked.cursor ?? 0)
  const sessions = (list[page] ?? []).map((one) => ({ cwd: asked.cwd, ...one }))
  return { sessions, ...(list[page + 1] ? { nextCursor: String(page + 1) } : {}) }
}

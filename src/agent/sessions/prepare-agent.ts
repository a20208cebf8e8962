import type { Logger } from '../../base/index.ts'
import { Failure, type ConfigOption } from '../../contracts/index.ts'
import { askingValue } from './asking-mode.ts'
import { modeOption, type AgentConfig } from './config-options.ts'

interface Switchable {
  readonly config: AgentConfig
  setOption(id: string, value: string): Promise<AgentConfig>
}

/** Restores the switches the user chose, else makes the agent ask before it acts. */
export async function prepareAgent(
  agent: Switchable,
  wanted: readonly ConfigOption[],
  log: Logger,
): Promise<void> {
  for (const { id, value } of wanted) {
    const option = agent.config.options.find((candidate) => candidate.id === id)
    if (!option || option.value === value || !option.choices.some((choice) => choice.value === value))
      continue
    try {
      await agent.setOption(id, value)
    } catch (error) {
      log.warn({ err: error, option: id }, 'agent refused a switch it had before')
    }
  }
  const mode = modeOption(agent.config)
  if (!mode || wanted.some(({ id, value }) => id === mode.id && value === mode.value)) return
  const asking = askingValue(mode)
  if (asking === null)
    throw new Failure(
      'agent_failed',
      `${mode.value} is a mode that acts without asking, and the agent has no other`,
      {
        hint: 'Configure the agent so that it offers a mode that asks.',
        details: { modes: mode.choices.map(({ value }) => value) },
      },
    )
  if (asking !== mode.value) await agent.setOption(mode.id, asking)
}

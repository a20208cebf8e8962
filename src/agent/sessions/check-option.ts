import { Failure } from '../../contracts/index.ts'
import type { AgentConfig } from './config-options.ts'

/** Throws `invalid_input` that lists what is valid when the agent has no such option or value. */
export function checkOption(config: AgentConfig, optionId: string, value: string): void {
  const option = config.options.find(({ id }) => id === optionId)
  if (!option) {
    const ids = config.options.map(({ id }) => id)
    throw new Failure('invalid_input', `optionId: ${optionId} is not an option of this agent`, {
      hint: ids.length > 0 ? `Its options: ${ids.join(', ')}.` : 'This agent has no options.',
      details: { path: 'optionId', options: ids },
    })
  }
  const values = option.choices.map((choice) => choice.value)
  if (!values.includes(value))
    throw new Failure('invalid_input', `value: ${value} is not a value of ${optionId}`, {
      hint: `Its values: ${values.join(', ')}.`,
      details: { path: 'value', values },
    })
}

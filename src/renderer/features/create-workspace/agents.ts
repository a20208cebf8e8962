import { runbookProfileId, type AgentInfo } from '../../../contracts/index.ts'
import type { SelectOption } from '../../ui/index.ts'

/** The agents to choose from; those that are not here say why they cannot be chosen. */
export const agentOptions = (agents: readonly AgentInfo[]): SelectOption<string>[] =>
  agents.map(({ id, name, kind, available, version, command }) => ({
    value: id,
    label: name,
    disabled: !available,
    note: !available
      ? `${command.split(' ')[0]} not found`
      : kind === 'terminal'
        ? 'in a terminal'
        : (version ?? ''),
  }))

/** The wanted agent when it can run here, else the first that can. */
export function firstAgent(agents: readonly AgentInfo[], wanted: string): string {
  const usable = agents.filter(({ available }) => available)
  return (usable.find(({ id }) => id === wanted) ?? usable[0])?.id ?? runbookProfileId
}

import type { SessionView } from '../../../contracts/index.ts'
import { useServices } from '../../app/index.ts'
import { Select } from '../../ui/index.ts'

/** The agent's own switches (mode, model, …), each with the agent's words. */
export function ConfigSelects({ session }: { session: SessionView }) {
  const { client, toasts } = useServices()
  const set = async (optionId: string, value: string): Promise<void> => {
    try {
      await client.session.setConfig({ sessionId: session.id, optionId, value })
    } catch (error) {
      toasts.failed('Change the setting', error)
    }
  }
  return session.configOptions.map((option) => (
    <Select
      key={option.id}
      size="sm"
      label={option.name}
      value={option.value}
      options={option.choices.map((choice) => ({ value: choice.value, label: choice.name }))}
      disabled={session.status === 'stopped'}
      onChange={(value) => void set(option.id, value)}
    />
  ))
}

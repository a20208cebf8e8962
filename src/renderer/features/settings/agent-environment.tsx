import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useEntities, useSaveSettings } from '../../app/index.ts'
import { Button, Input, SecretRow } from '../../ui/index.ts'

const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/

/** The variables an agent gets beside those every program needs. Saved as they are added, changed and taken away. */
export function AgentEnvironment({ profileId }: { profileId: string }) {
  const all = useEntities((entities) => entities.settings.agentEnv)
  const save = useSaveSettings()
  const variables = all[profileId] ?? {}
  const set = (next: Record<string, string>): void => void save({ agentEnv: { ...all, [profileId]: next } })
  const remove = (name: string): void => {
    const { [name]: _gone, ...others } = variables
    set(others)
  }
  return (
    <section
      aria-label="Environment"
      className="grid grid-cols-[104px_minmax(0,1fr)] gap-3 max-sm:grid-cols-1"
    >
      <h3 className="pt-1.5 text-sm font-medium text-muted">Environment</h3>
      <div className="flex flex-col gap-1">
        <div className="rounded-lg border border-line bg-panel">
          {Object.entries(variables).map(([name, value]) => (
            <div key={name} className="flex h-10 flex-col justify-center border-b border-line px-2.5">
              <SecretRow
                name={name}
                value={value}
                onChange={(next) => set({ ...variables, [name]: next })}
                onRemove={() => remove(name)}
              />
            </div>
          ))}
          <NewVariable
            taken={Object.keys(variables)}
            onAdd={(name, value) => set({ ...variables, [name]: value })}
          />
        </div>
        <p className="text-sm text-subtle">
          Agents get PATH, HOME, LANG and the like, and these. Nothing else of your environment. New sessions
          start with a change.
        </p>
      </div>
    </section>
  )
}

function NewVariable({
  taken,
  onAdd,
}: {
  taken: readonly string[]
  onAdd(name: string, value: string): void
}) {
  const [name, setName] = useState('')
  const [value, setValue] = useState('')
  const trimmed = name.trim()
  const wrong =
    trimmed === ''
      ? 'Give the variable a name'
      : !variableName.test(trimmed)
        ? 'Letters, digits and _ only, no digit first'
        : taken.includes(trimmed)
          ? `${trimmed} is there already`
          : false
  return (
    <form
      className="flex h-11 items-center gap-2 px-2.5"
      onSubmit={(event) => {
        event.preventDefault()
        if (wrong !== false) return
        onAdd(trimmed, value)
        setName('')
        setValue('')
      }}
    >
      <Input
        mono
        aria-label="Name of a new variable"
        placeholder="NAME"
        className="flex-1"
        spellCheck={false}
        invalid={trimmed !== '' && wrong !== false}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Input
        mono
        type="password"
        autoComplete="off"
        aria-label="Its value"
        placeholder="value"
        className="w-52"
        value={value}
        onChange={(event) => setValue(event.target.value)}
      />
      <Button type="submit" size="sm" icon={<Plus className="size-3.5" />} disabled={wrong}>
        Add
      </Button>
    </form>
  )
}

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button, Input, SecretRow } from '../../ui/index.ts'

/** Names with values that are kept out of sight, such as variables and headers. */
export function SecretValues({
  title,
  what,
  values,
  onChange,
}: {
  title: string
  /** What one of them is called. */
  what: string
  values: Readonly<Record<string, string>>
  onChange(values: Record<string, string>): void
}) {
  const [name, setName] = useState('')
  const [value, setValue] = useState('')
  const trimmed = name.trim()
  const wrong =
    trimmed === '' ? `Give the ${what} a name` : trimmed in values && `${trimmed} is there already`
  const add = (): void => {
    if (wrong !== false) return
    onChange({ ...values, [trimmed]: value })
    setName('')
    setValue('')
  }
  return (
    <fieldset className="grid grid-cols-[104px_minmax(0,1fr)] gap-3 max-sm:grid-cols-1 max-sm:gap-1">
      <legend className="contents">
        <span className="pt-1.5 text-sm font-medium text-muted">{title}</span>
      </legend>
      <div className="flex flex-col gap-1.5">
        {Object.entries(values).map(([key, secret]) => (
          <SecretRow
            key={key}
            name={key}
            value={secret}
            onChange={(next) => onChange({ ...values, [key]: next })}
            onRemove={() => {
              const { [key]: _gone, ...others } = values
              onChange(others)
            }}
          />
        ))}
        <div className="flex items-center gap-2">
          <Input
            mono
            aria-label={`Name of a new ${what}`}
            placeholder="NAME"
            className="flex-1"
            spellCheck={false}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Input
            mono
            type="password"
            autoComplete="off"
            aria-label={`Value of the new ${what}`}
            placeholder="value"
            className="flex-1"
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
          <Button size="sm" icon={<Plus className="size-3.5" />} disabled={wrong} onClick={add}>
            Add {what}
          </Button>
        </div>
      </div>
    </fieldset>
  )
}

import { useState } from 'react'
import { Input } from '../../ui/index.ts'

/**
 * A whole number that is saved on Enter or when the field is left; what is no such number goes back to what it was.
 */
export function NumberSetting({
  id,
  label,
  value,
  min,
  max,
  unit,
  onSave,
}: {
  id: string
  label: string
  value: number
  min: number
  max?: number
  unit?: string
  onSave(value: number): void
}) {
  const [text, setText] = useState<string | null>(null)
  const shown = text ?? String(value)
  const parsed = /^\d+$/.test(shown.trim()) ? Number(shown) : Number.NaN
  const valid = parsed >= min && (max === undefined || parsed <= max) && Number.isSafeInteger(parsed)
  const save = (): void => {
    setText(null)
    if (valid && parsed !== value) onSave(parsed)
  }
  return (
    <Input
      id={id}
      aria-label={label}
      inputMode="numeric"
      invalid={!valid}
      className="w-40 flex-none"
      value={shown}
      onChange={(event) => setText(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save()
        if (event.key === 'Escape') setText(null)
      }}
      trailing={unit ? <span className="text-sm text-subtle">{unit}</span> : undefined}
    />
  )
}

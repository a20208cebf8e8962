import { Eye, EyeOff, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from './icon-button.tsx'
import { Input } from './input.tsx'

/** A name with a value that is kept out of sight. What is typed holds once the field is left or Enter pressed. */
export function SecretRow({
  name,
  value,
  onChange,
  onRemove,
}: {
  name: string
  value: string
  onChange(value: string): void
  onRemove(): void
}) {
  const [visible, setVisible] = useState(false)
  const [text, setText] = useState<string | null>(null)
  const leave = (): void => {
    if (text !== null && text !== value) onChange(text)
    setText(null)
  }
  return (
    <div className="flex items-center gap-1">
      <span className="min-w-0 flex-1 truncate font-mono text-sm" title={name}>
        {name}
      </span>
      <Input
        mono
        type={visible ? 'text' : 'password'}
        autoComplete="off"
        aria-label={`Value of ${name}`}
        className="w-52"
        value={text ?? value}
        onChange={(event) => setText(event.target.value)}
        onBlur={leave}
        onKeyDown={(event) => event.key === 'Enter' && leave()}
      />
      <IconButton
        size="sm"
        label={visible ? `Hide ${name}` : `Show ${name}`}
        icon={visible ? <EyeOff /> : <Eye />}
        onClick={() => setVisible(!visible)}
      />
      <IconButton size="sm" label={`Remove ${name}`} icon={<Trash2 />} onClick={onRemove} />
    </div>
  )
}

import { useEffect, useRef, useState } from 'react'
import { useServices } from '../../../app/index.ts'
import { Button, Textarea } from '../../../ui/index.ts'

/** What is typed is kept once the user pauses for this long. */
const keepAfterMs = 400

export interface CommentEditorProps {
  label: string
  /** The act as a verb. */
  act: string
  initial: string
  /** Keeps what is being typed. */
  onKeep(text: string): void
  onSubmit(text: string): Promise<void>
  onCancel(): void
}

/** A field for a comment. Ctrl or Cmd Enter submits, Esc gives up; what is typed meanwhile is kept. */
export function CommentEditor({ label, act, initial, onKeep, onSubmit, onCancel }: CommentEditorProps) {
  const { commandKey, toasts } = useServices()
  const [text, setText] = useState(initial)
  const [busy, setBusy] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => () => clearTimeout(timer.current), [])
  useEffect(() => field.current?.focus(), [])
  const change = (next: string): void => {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => onKeep(next), keepAfterMs)
  }
  const submit = async (): Promise<void> => {
    if (busy || text.trim() === '') return
    clearTimeout(timer.current)
    setBusy(true)
    try {
      await onSubmit(text.trim())
    } catch (error) {
      toasts.failed(act, error)
      setBusy(false)
    }
  }
  return (
    <div className="flex max-w-[720px] flex-col gap-2">
      <Textarea
        ref={field}
        value={text}
        rows={2}
        aria-label={label}
        placeholder={label}
        className="max-h-60 min-h-14"
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          // The panel's keys are letters.
          event.stopPropagation()
          if (event.key === 'Enter' && (commandKey ? event.metaKey : event.ctrlKey)) void submit()
          else if (event.key === 'Escape') {
            clearTimeout(timer.current)
            onCancel()
          }
        }}
      />
      <div className="flex gap-2">
        <Button
          size="sm"
          kind="primary"
          loading={busy}
          disabled={text.trim() === '' ? 'Write something first' : false}
          onClick={() => void submit()}
        >
          {act}
        </Button>
        <Button
          size="sm"
          kind="ghost"
          onClick={() => {
            clearTimeout(timer.current)
            onCancel()
          }}
        >
          Cancel
        </Button>
      </div>
    </div>
  )
}

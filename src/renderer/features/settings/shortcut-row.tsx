import { RotateCcw } from 'lucide-react'
import { useEffect, useState } from 'react'
import {
  holderOf,
  refusalOf,
  shortcutKeys,
  shortcutOf,
  shownShortcut,
  useSaveSettings,
  useServices,
  type Binding,
} from '../../app/index.ts'
import { Button, IconButton, Kbd } from '../../ui/index.ts'

type Own = Readonly<Record<string, readonly string[]>>
/** What was pressed and cannot simply be used. */
type Problem = { shortcut: string; refused: string } | { shortcut: string; holder: Binding }

/** An action and its shortcut; the shortcut is pressed anew to change it. */
export function ShortcutRow({
  binding,
  bindings,
  own,
}: {
  binding: Binding
  bindings: readonly Binding[]
  own: Own
}) {
  const { host } = useServices()
  const save = useSaveSettings()
  const [recording, setRecording] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const inBrowser = host === undefined
  const { id, title } = binding
  const shown = shownShortcut(binding, inBrowser)
  const put = (changes: Own): void => {
    setRecording(false)
    setProblem(null)
    const shortcuts = Object.fromEntries(
      Object.entries({ ...own, ...changes }).map(([key, value]) => [key, [...value]]),
    )
    void save({ shortcuts })
  }
  const pressed = (shortcut: string): void => {
    const refused = refusalOf(shortcut, inBrowser)
    const holder = holderOf(bindings, id, shortcut)
    if (refused !== null) setProblem({ shortcut, refused })
    else if (holder) setProblem({ shortcut, holder })
    else put({ [id]: [shortcut] })
  }
  const reset = (): void => {
    const { [id]: _, ...others } = own
    void save({
      shortcuts: Object.fromEntries(Object.entries(others).map(([key, value]) => [key, [...value]])),
    })
  }
  return (
    <li className="border-t border-line first:border-t-0">
      <div className="flex min-h-9 items-center gap-2">
        <span className="min-w-0 flex-1 truncate" title={title}>
          {title}
        </span>
        {own[id] && (
          <IconButton
            size="sm"
            label={`Reset the shortcut of ${title}`}
            icon={<RotateCcw />}
            onClick={reset}
          />
        )}
        {recording ? (
          <Recorder
            title={title}
            onPressed={pressed}
            onNone={() => put({ [id]: [] })}
            onCancel={() => {
              setRecording(false)
              setProblem(null)
            }}
          />
        ) : (
          <Button size="sm" kind="ghost" onClick={() => setRecording(true)}>
            <span className="sr-only">Change the shortcut of {title}: </span>
            {shown === undefined ? (
              <span className="text-subtle">None</span>
            ) : (
              <Kbd keys={shortcutKeys(shown)} />
            )}
          </Button>
        )}
      </div>
      {problem && (
        <div role="alert" className="flex items-center gap-2 pb-2 text-sm text-attention">
          <Kbd keys={shortcutKeys(problem.shortcut)} />
          {'refused' in problem ? (
            <span className="flex-1">{problem.refused} Press others.</span>
          ) : (
            <>
              <span className="min-w-0 flex-1 truncate">is the shortcut of {problem.holder.title}.</span>
              <Button
                size="sm"
                onClick={() =>
                  put({
                    [id]: [problem.shortcut],
                    [problem.holder.id]: problem.holder.shortcuts.filter(
                      (other) => other !== problem.shortcut,
                    ),
                  })
                }
              >
                Use it here
              </Button>
            </>
          )}
        </div>
      )}
    </li>
  )
}

/** Listens for one key press; while it does nothing else in the window hears keys. */
function Recorder({
  title,
  onPressed,
  onNone,
  onCancel,
}: {
  title: string
  onPressed(shortcut: string): void
  onNone(): void
  onCancel(): void
}) {
  const { actions, commandKey } = useServices()
  useEffect(() => {
    const release = actions.record()
    const press = (event: KeyboardEvent): void => {
      // Whoever wants to leave by keyboard can.
      if (event.key === 'Tab') return onCancel()
      if (event.target instanceof HTMLButtonElement && (event.key === 'Enter' || event.key === ' ')) return
      event.preventDefault()
      event.stopPropagation()
      if (event.key === 'Escape') return onCancel()
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey
      if (plain && (event.key === 'Backspace' || event.key === 'Delete')) return onNone()
      const shortcut = shortcutOf(event, commandKey)
      if (shortcut !== null) onPressed(shortcut)
    }
    window.addEventListener('keydown', press, { capture: true })
    return () => {
      window.removeEventListener('keydown', press, { capture: true })
      release()
    }
  })
  return (
    <span
      role="status"
      aria-label={`Press the shortcut of ${title}`}
      className="flex h-6 items-center rounded-sm border border-accent px-2 text-sm text-muted"
    >
      Press keys · Backspace for none · Esc to cancel
    </span>
  )
}

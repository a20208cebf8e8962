import { useEffect, useRef } from 'react'
import { cx, Highlighted } from '../../../ui/index.ts'
import type { Choice } from './choice.ts'
import type { Completion } from './use-completion.ts'

/** What can be written at the caret, above the composer. The focus stays in the text. */
export function CompletionList({ completion }: { completion: Completion }) {
  const { shown, listId, optionId, pick, select } = completion
  if (!shown) return null
  return (
    <div className="floats absolute inset-x-0 bottom-full z-30 mb-1.5 overflow-hidden">
      {shown.note !== null && <p className="px-3 py-2 text-sm text-muted">{shown.note}</p>}
      <div
        id={listId}
        role="listbox"
        tabIndex={-1}
        aria-label={shown.label}
        className={cx('max-h-[min(272px,40vh)] overflow-y-auto p-1', shown.choices.length === 0 && 'hidden')}
      >
        {shown.choices.map((choice) => (
          <Option
            key={choice.key}
            id={optionId(choice)}
            choice={choice}
            selected={choice === shown.selected}
            onPoint={() => select(choice)}
            onPick={() => pick(choice)}
          />
        ))}
      </div>
    </div>
  )
}

function Option({
  id,
  choice,
  selected,
  onPoint,
  onPick,
}: {
  id: string
  choice: Choice
  selected: boolean
  onPoint(): void
  onPick(): void
}) {
  const { icon: Icon, title, at, detail, mark } = choice
  const line = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (selected) line.current?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  return (
    <div
      ref={line}
      id={id}
      role="option"
      aria-selected={selected}
      title={title}
      tabIndex={-1}
      onMouseDown={(event) => {
        // The text keeps the focus.
        event.preventDefault()
        onPick()
      }}
      onMouseMove={() => !selected && onPoint()}
      className={cx('flex h-[30px] items-center gap-2.5 rounded-md px-2', selected && 'bg-active')}
    >
      <Icon aria-hidden className="size-4 flex-none text-muted" strokeWidth={1.5} />
      <span className="min-w-0 truncate">
        <Highlighted text={title} at={at} />
      </span>
      {detail && (
        <span className={cx('min-w-24 flex-1 truncate text-sm', selected ? 'text-muted' : 'text-subtle')}>
          {detail}
        </span>
      )}
      {mark && <span className="ml-auto flex-none text-sm text-muted">{mark}</span>}
    </div>
  )
}

import { Plus, X } from 'lucide-react'
import { useRef, type KeyboardEvent, type ReactNode } from 'react'
import { cx } from './class-names.ts'
import { IconButton } from './icon-button.tsx'
import { StatusDot, type Status } from './status-dot.tsx'

export interface TabItem {
  id: string
  label: string
  status?: Status
  icon?: ReactNode
  badge?: ReactNode
  onClose?: () => void
}

export interface TabsProps {
  items: readonly TabItem[]
  selected: string
  onSelect(id: string): void
  /** What the list is of, for those who do not see it. */
  label: string
  /** Element after the tabs; or `onAdd` for a plain button. */
  extra?: ReactNode
  /** Element at the far end. */
  trailing?: ReactNode
  addLabel?: string
  onAdd?: () => void
  /** Id of the panel a tab controls. */
  panelId?: (id: string) => string
}

/** A row of tabs, 36 px. Arrow keys move, Home and End jump, Delete closes. */
export function Tabs({
  items,
  selected,
  onSelect,
  label,
  extra,
  trailing,
  addLabel = 'Add',
  onAdd,
  panelId,
}: TabsProps) {
  const list = useRef<HTMLDivElement>(null)
  const move = (event: KeyboardEvent, index: number): void => {
    const last = items.length - 1
    const targets: Record<string, number> = {
      ArrowRight: index === last ? 0 : index + 1,
      ArrowLeft: index === 0 ? last : index - 1,
      Home: 0,
      End: last,
    }
    if (event.key === 'Delete') items[index]?.onClose?.()
    const target = targets[event.key]
    const item = target === undefined ? undefined : items[target]
    if (!item) return
    event.preventDefault()
    onSelect(item.id)
    list.current?.querySelector<HTMLElement>(`[data-tab="${CSS.escape(item.id)}"]`)?.focus()
  }
  return (
    <div className="flex h-9 flex-none items-stretch gap-0.5 border-b border-line bg-panel px-2">
      <div
        ref={list}
        role="tablist"
        aria-label={label}
        className="flex min-w-0 items-stretch gap-0.5 overflow-x-auto [scrollbar-width:none]"
      >
        {items.map((item, index) => {
          const on = item.id === selected
          return (
            <div key={item.id} role="presentation" className="group relative -mb-px flex min-w-0 flex-none">
              <button
                type="button"
                role="tab"
                data-tab={item.id}
                aria-selected={on}
                aria-controls={on ? panelId?.(item.id) : undefined}
                tabIndex={on ? 0 : -1}
                aria-keyshortcuts={item.onClose && 'Delete'}
                title={item.label}
                onClick={() => onSelect(item.id)}
                onAuxClick={(event) => event.button === 1 && item.onClose?.()}
                onKeyDown={(event) => move(event, index)}
                className={cx(
                  'flex max-w-56 items-center gap-[7px] border-b-2 px-2.5 whitespace-nowrap -outline-offset-2 [&_svg]:size-4 [&_svg]:flex-none',
                  on ? 'border-accent text-fg' : 'border-transparent text-muted hover:text-fg',
                  item.onClose && 'pr-7',
                )}
              >
                {item.status && <StatusDot status={item.status} />}
                {item.icon}
                <span className="truncate">{item.label}</span>
                {item.badge}
              </button>
              {/* For the mouse only: a list of tabs may hold nothing but tabs, and Delete does the same. */}
              {item.onClose && (
                <button
                  type="button"
                  tabIndex={-1}
                  aria-hidden
                  title={`Close ${item.label}`}
                  onClick={item.onClose}
                  className={cx(
                    'absolute top-1/2 right-1 grid size-5 -translate-y-1/2 place-items-center rounded-sm text-subtle hover:bg-active hover:text-fg [&_svg]:size-3.5',
                    !on && 'opacity-0 group-hover:opacity-100',
                  )}
                >
                  <X />
                </button>
              )}
            </div>
          )
        })}
      </div>
      <div className="flex items-center">
        {onAdd && <IconButton size="sm" label={addLabel} icon={<Plus />} onClick={onAdd} />}
        {extra}
      </div>
      {trailing && <div className="ml-auto flex items-center">{trailing}</div>}
    </div>
  )
}

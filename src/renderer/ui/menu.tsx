import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'
import { cx } from './class-names.ts'
import { Kbd } from './kbd.tsx'

export interface MenuItem {
  id: string
  label: string
  icon?: ReactNode
  keys?: string
  /** Said below the label. */
  note?: string
  danger?: boolean
  disabled?: boolean
  onSelect(): void
}

/** A list of acts that opens from `trigger`. `null` in `items` draws a line. */
export function Menu({
  trigger,
  items,
  align = 'end',
}: {
  trigger: ReactElement
  items: readonly (MenuItem | null)[]
  align?: 'start' | 'end'
}) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align={align} className="z-50">
          <Base.Popup className="floats max-h-(--available-height) min-w-48 overflow-y-auto p-1 outline-none">
            <MenuItems items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

/** What a menu lists, for whatever opens it. */
export function MenuItems({ items }: { items: readonly (MenuItem | null)[] }) {
  return items.map((item, index) =>
    item === null ? (
      // A line has no identity but its place.
      // oxlint-disable-next-line react/no-array-index-key
      <Base.Separator key={`line-${index}`} className="my-1 h-px bg-line" />
    ) : (
      <Base.Item
        key={item.id}
        disabled={item.disabled ?? false}
        onClick={item.onSelect}
        className={cx(
          'group flex min-h-7 items-center gap-2 rounded-md px-2 py-1 outline-none data-disabled:text-subtle data-highlighted:bg-active [&_svg]:size-4 [&_svg]:flex-none [&_svg]:text-muted',
          item.danger && 'text-error',
        )}
      >
        {item.icon}
        <span className="flex flex-col">
          {item.label}
          {item.note && (
            <span className="text-sm text-subtle group-data-highlighted:text-muted">{item.note}</span>
          )}
        </span>
        {item.keys && (
          <span className="ml-auto pl-4">
            <Kbd keys={item.keys} />
          </span>
        )}
      </Base.Item>
    ),
  )
}

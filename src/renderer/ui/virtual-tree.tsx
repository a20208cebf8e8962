import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { useRef, type ComponentProps, type KeyboardEvent, type ReactNode, type RefObject } from 'react'

export interface VirtualRows {
  scroller: RefObject<HTMLDivElement | null>
  virtual: Virtualizer<HTMLDivElement, Element>
}

/** Rows of one height of which only those in view, and `overscan` around them, are drawn. */
export function useVirtualRows(
  rows: readonly { key: string }[],
  rowHeight: number,
  overscan: number,
): VirtualRows {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan,
  })
  return { scroller, virtual }
}

/** `ref` is the scroller of the rows; other properties of the element are for what is built around the tree, such as a menu. */
export interface VirtualTreeProps<Row> extends ComponentProps<'div'> {
  label: string
  /** The row at `index` has the id `<idPrefix>-<index>`. */
  idPrefix: string
  rows: readonly Row[]
  virtual: VirtualRows['virtual']
  /** Index of the row that the keys are for. */
  focused: number
  /** What keys do, by `KeyboardEvent.key`; others, and those with Ctrl, Alt or Command, are left alone. */
  moves: Readonly<Record<string, () => void>>
  /** One row, placed `top` pixels below the first. */
  renderRow(row: Row, place: { id: string; index: number; top: number }): ReactNode
}

/** A tree of many rows. It has the focus itself and handles the keys of all rows. */
export function VirtualTree<Row extends { key: string }>({
  label,
  idPrefix,
  rows,
  virtual,
  focused,
  moves,
  renderRow,
  ...element
}: VirtualTreeProps<Row>) {
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = moves[event.key]
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    move()
  }
  return (
    <div
      {...element}
      role="tree"
      aria-label={label}
      aria-activedescendant={rows[focused] ? `${idPrefix}-${focused}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      className="min-h-0 flex-1 overflow-y-auto px-1.5 py-1 -outline-offset-2"
    >
      <div className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]
          return row && renderRow(row, { id: `${idPrefix}-${index}`, index, top: start })
        })}
      </div>
    </div>
  )
}

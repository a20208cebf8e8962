import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useMemo, useRef, useState, type KeyboardEvent } from 'react'
import type { FoundLine } from '../../../../contracts/index.ts'
import { cx } from '../../../ui/index.ts'
import { markedParts, resultRows, type ResultRow } from './result-rows.ts'

const rowHeight = 22

/** What was found, under its files. Arrow keys or J and K move, Enter opens the line. */
export function SearchResults({
  lines,
  several,
  onOpen,
}: {
  lines: readonly FoundLine[]
  /** There are several repositories: files say which is theirs. */
  several: boolean
  onOpen(line: FoundLine): void
}) {
  const scroller = useRef<HTMLDivElement>(null)
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const [focused, setFocused] = useState(0)
  const rows = useMemo(() => resultRows(lines, closed), [lines, closed])
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 16,
  })
  const focus = (index: number): void => {
    const at = Math.max(0, Math.min(rows.length - 1, index))
    setFocused(at)
    virtual.scrollToIndex(at)
  }
  const fold = (key: string, wide: boolean): void =>
    setClosed((before) => {
      const next = new Set(before)
      if (wide) next.delete(key)
      else next.add(key)
      return next
    })
  const activate = (row: ResultRow | undefined): void => {
    if (row?.kind === 'file') fold(row.key, !row.open)
    else if (row) onOpen(row.line)
  }
  const row = rows[focused]
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Record<string, () => void> = {
      ArrowDown: () => focus(focused + 1),
      j: () => focus(focused + 1),
      ArrowUp: () => focus(focused - 1),
      k: () => focus(focused - 1),
      Home: () => focus(0),
      End: () => focus(rows.length - 1),
      ArrowRight: () => row?.kind === 'file' && fold(row.key, true),
      ArrowLeft: () => row?.kind === 'file' && fold(row.key, false),
      Enter: () => activate(row),
    }
    const move = moves[event.key]
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    move()
  }
  return (
    <div
      ref={scroller}
      role="tree"
      aria-label="Search results"
      aria-activedescendant={row ? `found-${focused}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      className="min-h-0 flex-1 overflow-y-auto px-1.5 py-1 -outline-offset-2"
    >
      <div className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const at = rows[index]
          return (
            at && (
              <Row
                key={key}
                id={`found-${index}`}
                row={at}
                several={several}
                focused={index === focused}
                top={start}
                onClick={() => {
                  setFocused(index)
                  activate(at)
                }}
              />
            )
          )
        })}
      </div>
    </div>
  )
}

interface RowProps {
  id: string
  row: ResultRow
  several: boolean
  focused: boolean
  top: number
  onClick(): void
}

function Row({ id, row, several, focused, top, onClick }: RowProps) {
  const isFile = row.kind === 'file'
  return (
    // The list has the focus and handles the keys.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={id}
      role="treeitem"
      tabIndex={-1}
      aria-level={isFile ? 1 : 2}
      aria-expanded={isFile ? row.open : undefined}
      aria-selected={focused}
      title={isFile ? row.path : row.line.text.trim()}
      onClick={onClick}
      style={{ top, paddingLeft: isFile ? 4 : 24 }}
      className={cx(
        'absolute inset-x-0 flex h-[22px] items-center gap-1.5 rounded-md pr-2 text-sm hover:bg-hover [&_svg]:size-4 [&_svg]:flex-none [&_svg]:text-subtle',
        focused && 'in-focus-visible:inset-ring in-focus-visible:inset-ring-focus',
      )}
    >
      {isFile ? (
        <>
          {row.open ? <ChevronDown /> : <ChevronRight />}
          <FileName path={several ? `${row.repository}/${row.path}` : row.path} />
          <span className="ml-auto flex-none text-xs text-subtle">{row.lines}</span>
        </>
      ) : (
        <>
          <span className="w-9 flex-none text-right text-xs text-subtle">{row.line.line}</span>
          <span className="truncate font-mono text-muted">
            {markedParts(row.line).map((part, index) =>
              part.marked ? (
                // Parts have no identity but their place.
                // oxlint-disable-next-line react/no-array-index-key
                <mark key={index} className="rounded-[2px] bg-attention-bg text-fg">
                  {part.text}
                </mark>
              ) : (
                part.text
              ),
            )}
          </span>
        </>
      )}
    </div>
  )
}

function FileName({ path }: { path: string }) {
  const slash = path.lastIndexOf('/') + 1
  return (
    <span className="min-w-0 truncate">
      {path.slice(slash)} <span className="text-subtle">{path.slice(0, Math.max(0, slash - 1))}</span>
    </span>
  )
}

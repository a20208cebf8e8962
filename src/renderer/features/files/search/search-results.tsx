import { ChevronDown, ChevronRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { FoundLine } from '../../../../contracts/index.ts'
import { cx, useVirtualRows, VirtualTree } from '../../../ui/index.ts'
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
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const [focused, setFocused] = useState(0)
  const rows = useMemo(() => resultRows(lines, closed), [lines, closed])
  const { scroller, virtual } = useVirtualRows(rows, rowHeight, 16)
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
  const moves = {
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
  return (
    <VirtualTree
      ref={scroller}
      label="Search results"
      idPrefix="found"
      rows={rows}
      virtual={virtual}
      focused={focused}
      moves={moves}
      renderRow={(at, { id, index, top }) => (
        <Row
          key={at.key}
          id={id}
          row={at}
          several={several}
          focused={index === focused}
          top={top}
          onClick={() => {
            setFocused(index)
            activate(at)
          }}
        />
      )}
    />
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

import { ChevronDown, ChevronRight, FolderGit2 } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { shownPath } from '../../../contracts/index.ts'
import { cx, LineCounts, useVirtualRows, VirtualTree } from '../../ui/index.ts'
import type { ChangedEntry } from './changed-entry.ts'
import { StatusLetter } from './status-letter.tsx'
import { treeLines, type TreeLine } from './tree.ts'

const lineHeight = 24

export interface FileTreeProps {
  entries: readonly ChangedEntry[]
  byRepository: boolean
  /** Id of the file in view. */
  selected: string | null
  onSelect(id: string): void
}

/** The changed files as a tree. Arrow keys or J and K move, Enter opens, Left and Right fold. */
export function FileTree({ entries, byRepository, selected, onSelect }: FileTreeProps) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const lines = useMemo(() => treeLines(entries, closed, byRepository), [entries, closed, byRepository])
  const [focused, setFocused] = useState(0)
  const { scroller, virtual } = useVirtualRows(lines, lineHeight, 12)
  const place = lines.findIndex(({ key }) => key === selected)
  useEffect(() => {
    if (place >= 0) virtual.scrollToIndex(place)
  }, [virtual, place])
  const toggle = (key: string, open: boolean): void =>
    setClosed((before) => {
      const next = new Set(before)
      if (open) next.delete(key)
      else next.add(key)
      return next
    })
  const go = (index: number): void => {
    const at = Math.max(0, Math.min(lines.length - 1, index))
    const line = lines[at]
    setFocused(at)
    virtual.scrollToIndex(at)
    if (line?.kind === 'file') onSelect(line.key)
  }
  const line = lines[focused]
  const moves = {
    ArrowDown: () => go(focused + 1),
    ArrowUp: () => go(focused - 1),
    Home: () => go(0),
    End: () => go(lines.length - 1),
    ArrowRight: () => line?.kind === 'folder' && toggle(line.key, true),
    ArrowLeft: () => line?.kind === 'folder' && toggle(line.key, false),
    Enter: () => (line?.kind === 'folder' ? toggle(line.key, !line.open) : line && onSelect(line.key)),
  }
  return (
    <VirtualTree
      ref={scroller}
      label="Changed files"
      idPrefix="change"
      rows={lines}
      virtual={virtual}
      focused={focused}
      moves={moves}
      renderRow={(row, { id, index, top }) => (
        <Line
          key={row.key}
          id={id}
          line={row}
          selected={row.key === selected}
          focused={index === focused}
          top={top}
          onClick={() => {
            setFocused(index)
            if (row.kind === 'folder') toggle(row.key, !row.open)
            else onSelect(row.key)
          }}
        />
      )}
    />
  )
}

interface LineProps {
  id: string
  line: TreeLine
  selected: boolean
  focused: boolean
  top: number
  onClick(): void
}

function titleOf(line: TreeLine): string {
  if (line.kind === 'folder') return line.name
  const { path, oldPath } = line.entry.file
  return shownPath(oldPath === null ? path : `${oldPath} → ${path}`)
}

function Line({ id, line, selected, focused, top, onClick }: LineProps) {
  return (
    // The tree has the focus and handles the keys.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={id}
      role="treeitem"
      tabIndex={-1}
      aria-selected={selected}
      aria-level={line.depth + 1}
      aria-expanded={line.kind === 'folder' ? line.open : undefined}
      title={titleOf(line)}
      onClick={onClick}
      className={cx(
        'absolute top-0 left-0 flex h-6 w-full items-center gap-1.5 rounded-sm pr-2',
        selected ? 'bg-active text-fg' : 'text-muted hover:bg-hover',
        focused && 'in-focus-visible:outline-1 in-focus-visible:outline-focus',
      )}
      style={{ transform: `translateY(${top}px)`, paddingLeft: 8 + line.depth * 14 }}
    >
      {line.kind === 'folder' ? (
        <>
          {line.open ? (
            <ChevronDown aria-hidden className="size-3.5 flex-none text-subtle" />
          ) : (
            <ChevronRight aria-hidden className="size-3.5 flex-none text-subtle" />
          )}
          {line.repository && <FolderGit2 aria-hidden className="size-3.5 flex-none text-subtle" />}
          <span className="min-w-0 flex-1 truncate">{shownPath(line.name)}</span>
          {!line.open && <span className="text-xs text-subtle tabular-nums">{line.files}</span>}
        </>
      ) : (
        <FileLine entry={line.entry} name={line.name} />
      )}
    </div>
  )
}

const FileLine = ({ entry: { file }, name }: { entry: ChangedEntry; name: string }) => (
  <>
    <StatusLetter status={file.status} />
    <span className={cx('min-w-0 flex-1 truncate', file.viewed && 'text-subtle line-through decoration-1')}>
      {shownPath(name)}
    </span>
    {file.binary ? (
      <span className="text-xs text-subtle">binary</span>
    ) : (
      <LineCounts added={file.added} removed={file.removed} />
    )}
  </>
)

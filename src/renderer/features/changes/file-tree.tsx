import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useMemo, useRef, useState, type KeyboardEvent } from 'react'
import type { ChangedFile } from '../../../contracts/index.ts'
import { cx, LineCounts } from '../../ui/index.ts'
import { StatusLetter } from './status-letter.tsx'
import { treeLines, type TreeLine } from './tree.ts'

const lineHeight = 24

export interface FileTreeProps {
  files: readonly ChangedFile[]
  selected: string | null
  onSelect(path: string): void
}

/** The changed files as a tree. Arrow keys or J and K move, Enter opens, Left and Right fold. */
export function FileTree({ files, selected, onSelect }: FileTreeProps) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const lines = useMemo(() => treeLines(files, closed), [files, closed])
  const scroller = useRef<HTMLDivElement>(null)
  const [focused, setFocused] = useState(0)
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    getItemKey: (index) => lines[index]?.path ?? index,
    overscan: 12,
  })
  const toggle = (path: string, open: boolean): void =>
    setClosed((before) => {
      const next = new Set(before)
      if (open) next.delete(path)
      else next.add(path)
      return next
    })
  const go = (index: number): void => {
    const at = Math.max(0, Math.min(lines.length - 1, index))
    const line = lines[at]
    setFocused(at)
    virtual.scrollToIndex(at)
    if (line?.kind === 'file') onSelect(line.path)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const line = lines[focused]
    const moves: Record<string, () => void> = {
      ArrowDown: () => go(focused + 1),
      j: () => go(focused + 1),
      ArrowUp: () => go(focused - 1),
      k: () => go(focused - 1),
      Home: () => go(0),
      End: () => go(lines.length - 1),
      ArrowRight: () => line?.kind === 'folder' && toggle(line.path, true),
      ArrowLeft: () => line?.kind === 'folder' && toggle(line.path, false),
      Enter: () => (line?.kind === 'folder' ? toggle(line.path, !line.open) : line && onSelect(line.path)),
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
      aria-label="Changed files"
      aria-activedescendant={lines[focused] ? `change-${focused}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      className="max-h-[34%] min-h-0 flex-none overflow-y-auto border-b border-line px-1.5 py-1 -outline-offset-2"
    >
      <div className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const line = lines[index]
          return (
            line && (
              <Line
                key={key}
                id={`change-${index}`}
                line={line}
                selected={line.path === selected}
                focused={index === focused}
                top={start}
                onClick={() => {
                  setFocused(index)
                  if (line.kind === 'folder') toggle(line.path, !line.open)
                  else onSelect(line.path)
                }}
              />
            )
          )
        })}
      </div>
    </div>
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

function Line({ id, line, selected, focused, top, onClick }: LineProps) {
  const moved = line.kind === 'file' && line.file.oldPath ? `${line.file.oldPath} → ${line.path}` : line.path
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
      title={moved}
      onClick={onClick}
      style={{ top, paddingLeft: 8 + line.depth * 16 }}
      className={cx(
        'absolute inset-x-0 flex h-6 items-center gap-2 rounded-md pr-2 text-sm',
        selected ? 'bg-active text-fg' : 'text-muted hover:bg-hover',
        focused && 'in-focus-visible:inset-ring in-focus-visible:inset-ring-focus',
      )}
    >
      {line.kind === 'folder' ? (
        <>
          {line.open ? (
            <ChevronDown className="size-4 flex-none" />
          ) : (
            <ChevronRight className="size-4 flex-none" />
          )}
          <span className="truncate">{line.name}</span>
          {!line.open && <span className="ml-auto text-xs text-subtle">{line.files}</span>}
        </>
      ) : (
        <>
          <StatusLetter status={line.file.status} />
          <span className="flex-1 truncate">{line.name}</span>
          {line.file.binary ? (
            <span className="text-xs text-subtle">binary</span>
          ) : (
            <LineCounts added={line.file.added} removed={line.file.removed} />
          )}
        </>
      )}
    </div>
  )
}

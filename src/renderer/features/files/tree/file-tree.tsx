import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { ContextMenu, type MenuItem } from '../../../ui/index.ts'
import type { TreeLine } from './tree-lines.ts'
import { TreeRow } from './tree-row.tsx'
import type { Tree } from './use-tree.ts'

const lineHeight = 24

export interface FileTreeProps {
  tree: Tree
  /** Key of the file in view. */
  selected: string | null
  /** Keys of files with edits that are not saved. */
  dirty: ReadonlySet<string>
  onOpen(line: TreeLine): void
  /** The line that acts are for. */
  onFocus(line: TreeLine): void
  onRename(line: TreeLine): void
  onDelete(line: TreeLine): void
  menu: readonly (MenuItem | null)[]
}

/** The files of a workspace. Arrow keys or J and K move, Enter opens, F2 renames, Delete deletes. */
export function FileTree({ tree, selected, dirty, menu, ...on }: FileTreeProps) {
  const { lines, toggle } = tree
  const scroller = useRef<HTMLDivElement>(null)
  const [focusKey, setFocusKey] = useState<string | null>(null)
  const focused = Math.max(
    0,
    lines.findIndex(({ key }) => key === focusKey),
  )
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 12,
  })
  useEffect(() => {
    const at = lines.findIndex(({ key }) => key === selected)
    if (at >= 0) virtual.scrollToIndex(at)
    // Only when another file comes in view: a tree that grows must not jump.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [selected])
  const focus = (index: number): void => {
    const at = Math.max(0, Math.min(lines.length - 1, index))
    const line = lines[at]
    if (!line) return
    setFocusKey(line.key)
    on.onFocus(line)
    virtual.scrollToIndex(at)
  }
  const line = lines[focused]
  const isFolder = line?.kind === 'folder' || line?.kind === 'repository'
  const parent = (): number =>
    lines.findLastIndex((other, at) => at < focused && other.depth < (line?.depth ?? 0))
  const activate = (): void => {
    if (!line) return
    if (isFolder) toggle(line, !line.open)
    else on.onOpen(line)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Record<string, () => void> = {
      ArrowDown: () => focus(focused + 1),
      j: () => focus(focused + 1),
      ArrowUp: () => focus(focused - 1),
      k: () => focus(focused - 1),
      Home: () => focus(0),
      End: () => focus(lines.length - 1),
      ArrowRight: () => line && isFolder && (line.open ? focus(focused + 1) : toggle(line, true)),
      ArrowLeft: () => line && (isFolder && line.open ? toggle(line, false) : focus(parent())),
      Enter: activate,
      ' ': activate,
      F2: () => line && on.onRename(line),
      Delete: () => line && on.onDelete(line),
    }
    const move = moves[event.key]
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    move()
  }
  const target = (
    <div
      ref={scroller}
      role="tree"
      aria-label="Files"
      aria-activedescendant={line ? `file-${focused}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      className="min-h-0 flex-1 overflow-y-auto px-1.5 py-1 -outline-offset-2"
    >
      <div className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const at = lines[index]
          return (
            at && (
              <TreeRow
                key={key}
                id={`file-${index}`}
                line={at}
                selected={at.key === selected}
                focused={index === focused}
                dirty={dirty.has(at.key)}
                top={start}
                onClick={() => {
                  focus(index)
                  if (at.kind === 'folder' || at.kind === 'repository') toggle(at, !at.open)
                  else on.onOpen(at)
                }}
                onContextMenu={() => focus(index)}
              />
            )
          )
        })}
      </div>
    </div>
  )
  return <ContextMenu target={target} items={menu} />
}

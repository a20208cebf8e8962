import { useEffect, useState } from 'react'
import { ContextMenu, useVirtualRows, VirtualTree, type MenuItem } from '../../../ui/index.ts'
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
  const [focusKey, setFocusKey] = useState<string | null>(null)
  const focused = Math.max(
    0,
    lines.findIndex(({ key }) => key === focusKey),
  )
  const { scroller, virtual } = useVirtualRows(lines, lineHeight, 12)
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
  const moves = {
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
  const target = (
    <VirtualTree
      ref={scroller}
      label="Files"
      idPrefix="file"
      rows={lines}
      virtual={virtual}
      focused={focused}
      moves={moves}
      renderRow={(row, { id, index, top }) => (
        <TreeRow
          key={row.key}
          id={id}
          line={row}
          selected={row.key === selected}
          focused={index === focused}
          dirty={dirty.has(row.key)}
          top={top}
          onClick={() => {
            focus(index)
            if (row.kind === 'folder' || row.kind === 'repository') toggle(row, !row.open)
            else on.onOpen(row)
          }}
          onContextMenu={() => focus(index)}
        />
      )}
    />
  )
  return <ContextMenu target={target} items={menu} />
}

import { ChevronDown, ChevronRight, File, FileSymlink, FolderGit2 } from 'lucide-react'
import type { FileStatus } from '../../../../contracts/index.ts'
import { cx } from '../../../ui/index.ts'
import type { TreeLine } from './tree-lines.ts'

const marks: Record<FileStatus, { className: string; word: string }> = {
  A: { className: 'text-add', word: 'new' },
  M: { className: 'text-attention', word: 'changed' },
  D: { className: 'text-del', word: 'deleted' },
  R: { className: 'text-accent', word: 'renamed' },
  T: { className: 'text-attention', word: 'type changed' },
  U: { className: 'text-error', word: 'in conflict' },
}

export interface TreeRowProps {
  id: string
  line: TreeLine
  selected: boolean
  focused: boolean
  /** It has edits that are not saved. */
  dirty: boolean
  top: number
  onClick(): void
  onContextMenu(): void
}

export function TreeRow({ id, line, selected, focused, dirty, top, onClick, onContextMenu }: TreeRowProps) {
  const folder = line.kind === 'folder' || line.kind === 'repository'
  const mark = line.status && marks[line.status]
  if (line.kind === 'note')
    return (
      <div
        id={id}
        role="treeitem"
        aria-level={line.depth + 1}
        aria-selected={false}
        aria-disabled
        style={{ top, paddingLeft: 30 + line.depth * 14 }}
        className={cx(
          'absolute inset-x-0 flex h-6 items-center rounded-md text-sm text-subtle',
          focused && 'in-focus-visible:inset-ring in-focus-visible:inset-ring-focus',
        )}
      >
        {line.name}
      </div>
    )
  return (
    // The tree has the focus and handles the keys.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={id}
      role="treeitem"
      tabIndex={-1}
      aria-selected={selected}
      aria-level={line.depth + 1}
      aria-expanded={folder ? line.open : undefined}
      title={titleOf(line)}
      onClick={onClick}
      onContextMenu={onContextMenu}
      style={{ top, paddingLeft: 8 + line.depth * 14 }}
      className={cx(
        'absolute inset-x-0 flex h-6 items-center gap-1.5 rounded-md pr-2 text-sm [&_svg]:size-4 [&_svg]:flex-none',
        selected ? 'bg-active text-fg' : line.ignored ? 'text-subtle hover:bg-hover' : 'hover:bg-hover',
        focused && 'in-focus-visible:inset-ring in-focus-visible:inset-ring-focus',
      )}
    >
      <span className="text-subtle">
        {folder ? (
          line.open ? (
            <ChevronDown />
          ) : (
            <ChevronRight />
          )
        ) : line.link !== null ? (
          <FileSymlink />
        ) : (
          <File />
        )}
      </span>
      {line.kind === 'repository' && <FolderGit2 className="text-subtle" aria-hidden />}
      <span
        className={cx(
          'min-w-0 flex-1 truncate',
          line.ignored && 'italic',
          line.kind === 'repository' && 'font-medium',
        )}
      >
        {line.name}
      </span>
      {dirty && (
        <span role="img" aria-label="not saved" title="Not saved" className="size-2 rounded-full bg-accent" />
      )}
      {mark && (
        <span
          role="img"
          aria-label={folder ? `holds what is ${mark.word}` : mark.word}
          title={mark.word}
          className={cx('w-3.5 flex-none text-center font-mono text-xs font-semibold', mark.className)}
        >
          {folder ? '•' : line.status}
        </span>
      )}
    </div>
  )
}

function titleOf({ path, name, link, ignored, kind }: TreeLine): string {
  const says = [
    link !== null &&
      `link to ${link}${kind === 'other' ? ', which leads out of the worktree or nowhere' : ''}`,
    ignored && 'ignored by git',
  ].filter(Boolean)
  return [path || name, ...says].join(', ')
}

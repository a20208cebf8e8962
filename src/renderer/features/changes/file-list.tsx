import { Search } from 'lucide-react'
import { count } from '../../app/index.ts'
import { Input, LineCounts } from '../../ui/index.ts'
import type { ChangedEntry } from './changed-entry.ts'
import { FileTree, type FileTreeProps } from './file-tree.tsx'

export interface FileListProps extends FileTreeProps {
  /** Also those that the filter leaves out. */
  all: readonly ChangedEntry[]
  filter: string
  onFilter(filter: string): void
}

/** The changed files with their counts, and the filter. Beside the diffs where there is room, else above. */
export function FileList({ all, filter, onFilter, ...tree }: FileListProps) {
  const viewed = all.filter(({ file }) => file.viewed).length
  const sum = (what: 'added' | 'removed'): number => all.reduce((total, { file }) => total + file[what], 0)
  return (
    <div className="flex h-[34%] max-h-80 min-h-24 flex-none flex-col border-b border-line @[900px]:h-auto @[900px]:max-h-none @[900px]:w-72 @[900px]:border-r @[900px]:border-b-0">
      <div className="flex flex-none items-center gap-2 px-3 pt-1.5">
        <span className="flex flex-none items-center gap-2 text-sm text-muted tabular-nums">
          {count(all.length, 'file')}
          <LineCounts added={sum('added')} removed={sum('removed')} />
          {viewed > 0 && <span className="text-subtle">{viewed} viewed</span>}
        </span>
        <span className="flex-1" />
        <Input
          className="h-[26px]! w-40 min-w-16 shrink"
          value={filter}
          leading={<Search aria-hidden />}
          aria-label="Filter files"
          placeholder="Filter files"
          onChange={(event) => onFilter(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && onFilter('')}
        />
      </div>
      <FileTree {...tree} />
    </div>
  )
}

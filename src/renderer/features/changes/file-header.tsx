import { ChevronDown, ChevronRight } from 'lucide-react'
import { shownPath } from '../../../contracts/index.ts'
import { Checkbox, LineCounts } from '../../ui/index.ts'
import type { ChangedEntry } from './changed-entry.ts'
import { useDiffList } from './diff-list-context.ts'
import { useDiffExtension } from './extension.ts'
import { StatusLetter } from './status-letter.tsx'

/** The bar above a file's diff: folds it, says what happened, holds the acts on it. */
export function FileHeader({ entry, named }: { entry: ChangedEntry; named: boolean }) {
  const list = useDiffList()
  const { fileActions } = useDiffExtension()
  const { id, repository, file } = entry
  const collapsed = list.isCollapsed(id)
  const path = shownPath(file.path)
  const name = file.oldPath === null ? path : `${shownPath(file.oldPath)} → ${path}`
  const { workspaceId, scope, ignoreSpace } = list
  return (
    <div className="group/file flex h-8 min-w-0 items-center gap-2 border-y border-line bg-panel px-2 font-sans text-sm">
      <button
        type="button"
        aria-expanded={!collapsed}
        aria-label={`${collapsed ? 'Show' : 'Hide'} the changes of ${path}`}
        onClick={() => list.collapse(id, !collapsed)}
        className="grid size-5 flex-none place-items-center rounded-sm text-subtle hover:bg-hover hover:text-fg [&_svg]:size-3.5"
      >
        {collapsed ? <ChevronRight aria-hidden /> : <ChevronDown aria-hidden />}
      </button>
      <StatusLetter status={file.status} />
      <b className="min-w-0 truncate font-mono font-medium text-fg" title={name}>
        {named && <span className="text-subtle">{repository.repository}/</span>}
        {name}
      </b>
      <LineCounts added={file.added} removed={file.removed} />
      <span className="flex-1" />
      {fileActions?.({ workspaceId, scope, ignoreSpace, repository, file })}
      <span className="flex-none text-muted">
        <Checkbox checked={file.viewed} onChange={(viewed) => list.setViewed(entry, viewed)}>
          Viewed
        </Checkbox>
      </span>
    </div>
  )
}

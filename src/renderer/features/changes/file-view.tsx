import { FileQuestion } from 'lucide-react'
import type { ChangedFile, FileDiff, RepositoryDiff, WorkspaceId } from '../../../contracts/index.ts'
import { useEntities, useLoad, useServices } from '../../app/index.ts'
import { EmptyState, ErrorNote, LineCounts, Skeleton } from '../../ui/index.ts'
import { StatusLetter } from './status-letter.tsx'
import { TextDiff } from './text-diff.tsx'

export interface FileViewProps {
  workspaceId: WorkspaceId
  repository: RepositoryDiff
  file: ChangedFile
  /** Grows when the worktree changed, so that the file is read again. */
  version: number
}

/** The change of one file. */
export function FileView({ workspaceId, repository, file, version }: FileViewProps) {
  const { client } = useServices()
  const layout = useEntities((entities) => entities.settings.diffView)
  const { repositoryId } = repository
  const loaded = useLoad(`${repositoryId}:${file.path}:${version}:${file.added}:${file.removed}`, (signal) =>
    client.git.file({ workspaceId, repositoryId, path: file.path }, { signal }),
  )
  // While the newer version is fetched the one before stays, if it is of the same file.
  const last = loaded.phase === 'loading' && loaded.last?.path === file.path ? loaded.last : null
  const diff = loaded.phase === 'ready' ? loaded.data : last
  return (
    <section aria-label={file.path} className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-8 flex-none items-center gap-2 border-b border-line bg-panel px-3 text-sm">
        <StatusLetter status={file.status} />
        <b className="truncate font-mono font-medium" title={file.path}>
          {file.oldPath ? `${file.oldPath} → ${file.path}` : file.path}
        </b>
        <span className="flex-1" />
        <LineCounts added={file.added} removed={file.removed} />
      </header>
      {loaded.phase === 'failed' && (
        <div className="p-4">
          <ErrorNote error={loaded.failure} onRetry={loaded.reload} />
        </div>
      )}
      {loaded.phase === 'loading' && !diff && <Waiting />}
      {diff && <Content diff={diff} layout={layout} />}
    </section>
  )
}

function Content({ diff, layout }: { diff: FileDiff; layout: 'split' | 'unified' }) {
  if (diff.binary)
    return (
      <EmptyState icon={<FileQuestion />} title="A binary file">
        Its content is not shown.
      </EmptyState>
    )
  if (diff.tooLarge)
    return (
      <EmptyState icon={<FileQuestion />} title="Too large to show">
        The file is over the limit. Open it in an editor.
      </EmptyState>
    )
  if ((diff.oldText ?? '') === (diff.newText ?? ''))
    return <EmptyState title={diff.status === 'R' ? 'Renamed, nothing else changed' : 'The file is empty'} />
  return <TextDiff diff={diff} layout={layout} />
}

const Waiting = () => (
  <div role="status" aria-label="Loading the file" className="flex flex-col gap-2 p-4">
    <Skeleton width="40%" />
    <Skeleton width="65%" />
    <Skeleton width="55%" />
  </div>
)

import { FileDiff as FileDiffIcon, Search } from 'lucide-react'
import { useState } from 'react'
import type { RepositoryDiff, WorkspaceId } from '../../../contracts/index.ts'
import { useEntities, useLoad, useSaveSettings, useServices } from '../../app/index.ts'
import { cx, EmptyState, ErrorNote, Input, LineCounts, Segmented, Skeleton } from '../../ui/index.ts'
import { CommitBar } from './commit-bar.tsx'
import { DiffWorkers } from './diff-workers.tsx'
import { FileTree } from './file-tree.tsx'
import { FileView } from './file-view.tsx'
import { filterFiles } from './tree.ts'

/** What the workspace changed against its base, live, and the way to commit it. */
export function ChangesPanel({ workspaceId }: { workspaceId: WorkspaceId }) {
  const { client } = useServices()
  const status = useEntities((entities) => entities.workspaces[workspaceId]?.status)
  const version = useEntities((entities) => entities.changes[workspaceId]?.version ?? 0)
  const loaded = useLoad(`${workspaceId}:${version}:${status}`, (signal) =>
    client.git.diff({ workspace: workspaceId }, { signal }),
  )
  const diff = loaded.phase === 'ready' ? loaded.data : loaded.phase === 'loading' ? loaded.last : undefined
  if (loaded.phase === 'failed')
    return (
      <div className="p-4">
        <ErrorNote error={loaded.failure} onRetry={loaded.reload} />
      </div>
    )
  if (!diff) return <Waiting />
  return (
    <Changes workspaceId={workspaceId} repositories={diff} version={version} onCommitted={loaded.reload} />
  )
}

interface ChangesProps {
  workspaceId: WorkspaceId
  repositories: readonly RepositoryDiff[]
  version: number
  onCommitted(): void
}

function Changes({ workspaceId, repositories, version, onCommitted }: ChangesProps) {
  const [chosen, setChosen] = useState<string | null>(null)
  const [path, setPath] = useState<string | null>(null)
  const [filter, setFilter] = useState('')
  const repository = repositories.find(({ repositoryId }) => repositoryId === chosen) ?? repositories[0]
  const files = repository ? filterFiles(repository.files, filter) : []
  // A file that has no changes any more gives way to the first that has.
  const file = files.find((entry) => entry.path === path) ?? files[0]
  const uncommitted = repositories.reduce((sum, entry) => sum + entry.uncommittedFiles, 0)
  return (
    <DiffWorkers>
      <section aria-label="Changes" className="flex min-h-0 flex-1 flex-col">
        <Bar
          repositories={repositories}
          shown={repository}
          onChoose={setChosen}
          filter={filter}
          onFilter={setFilter}
        />
        {repository && file ? (
          <>
            <FileTree files={files} selected={file.path} onSelect={setPath} />
            {repository.truncated && (
              <p className="flex-none border-b border-line px-3 py-1 text-sm text-attention">
                Only the first {repository.files.length} files are listed.
              </p>
            )}
            <FileView
              key={`${repository.repositoryId}:${file.path}`}
              workspaceId={workspaceId}
              repository={repository}
              file={file}
              version={version}
            />
          </>
        ) : (
          <div className="min-h-0 flex-1">
            <EmptyState icon={<FileDiffIcon />} title={filter ? 'No file matches' : 'No changes yet'}>
              {filter
                ? 'Change the filter to see more.'
                : 'What agents and you change in this workspace shows up here.'}
            </EmptyState>
          </div>
        )}
        <CommitBar workspaceId={workspaceId} files={uncommitted} onCommitted={onCommitted} />
      </section>
    </DiffWorkers>
  )
}

interface BarProps {
  repositories: readonly RepositoryDiff[]
  shown: RepositoryDiff | undefined
  onChoose(repositoryId: string): void
  filter: string
  onFilter(filter: string): void
}

function Bar({ repositories, shown, onChoose, filter, onFilter }: BarProps) {
  const layout = useEntities((entities) => entities.settings.diffView)
  const save = useSaveSettings()
  return (
    <div className="flex h-10 flex-none items-center gap-2 border-b border-line px-3">
      {repositories.map((repository) => (
        <button
          key={repository.repositoryId}
          type="button"
          aria-pressed={repository === shown}
          onClick={() => onChoose(repository.repositoryId)}
          className={cx(
            'flex h-6 min-w-0 items-center gap-1.5 rounded-sm px-[7px] text-sm',
            repository === shown ? 'bg-active text-fg' : 'text-muted hover:bg-hover',
          )}
        >
          <span className="truncate">{repository.repository}</span>
          <LineCounts added={repository.added} removed={repository.removed} />
        </button>
      ))}
      <Input
        className="h-[26px]! w-40 min-w-16 shrink"
        value={filter}
        leading={<Search aria-hidden />}
        aria-label="Filter files"
        placeholder="Filter files"
        onChange={(event) => onFilter(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && onFilter('')}
      />
      <span className="flex-1" />
      {shown && (
        <span className="truncate text-sm text-muted" title={`Merge base ${shown.mergeBase}`}>
          Against {shown.baseBranch}
        </span>
      )}
      <Segmented
        label="Layout of the diff"
        value={layout}
        options={[
          { value: 'split', label: 'Split' },
          { value: 'unified', label: 'Unified' },
        ]}
        onChange={(diffView) => void save({ diffView })}
      />
    </div>
  )
}

const Waiting = () => (
  <div role="status" aria-label="Loading changes" className="flex flex-col gap-3 p-4">
    <Skeleton width="50%" />
    <Skeleton width="70%" />
    <Skeleton width="60%" />
  </div>
)

import { useMemo, useState } from 'react'
import type {
  DiffScope,
  RepositoryDiff,
  RepositoryId,
  ThreadId,
  WorkspaceId,
} from '../../../contracts/index.ts'
import { useLatest } from '../../app/index.ts'
import { FileActions } from '../files/index.ts'
import { FileButtons, HunkButtons, LineButtons } from './acts/index.ts'
import { BeingWrittenContext, CommentsBar, useThreadNotes } from './comments/index.ts'
import { CommitBar } from './commit/index.ts'
import type { DiffExtension } from './extension.ts'

export interface ExtensionInput {
  workspaceId: WorkspaceId
  scope: DiffScope
  /** All repositories of the scope, also those that the panel does not show at the moment. */
  repositories: readonly RepositoryDiff[]
  /** The one that the panel shows; null: all. */
  repository: RepositoryId | null
  /** Grows when the worktrees changed. */
  version: number
  /** Reads the changes again; the watcher does so by itself a moment later. */
  reload: () => void
}

/** What can be done with the changes on the screen. */
export function useChangesExtension(input: ExtensionInput): DiffExtension {
  const { workspaceId, scope, repositories, repository, version } = input
  const latest = useLatest(input.reload)
  const [beingWritten, setBeingWritten] = useState<ThreadId | null>(null)
  const notes = useThreadNotes(workspaceId, scope, repositories, beingWritten)
  const uncommitted = repositories.reduce((sum, entry) => sum + entry.uncommittedFiles, 0)
  const flags = useMemo(
    () =>
      repositories
        .flatMap(({ files, head }) => [head, ...files.map(({ staged, unstaged }) => `${staged}${unstaged}`)])
        .join(),
    [repositories],
  )
  const acts = useMemo((): DiffExtension => {
    const reload = (): void => latest.current()
    return {
      fileActions: (target) => (
        <>
          {target.file.status !== 'D' && (
            <FileActions
              workspaceId={target.workspaceId}
              repositoryId={target.repository.repositoryId}
              path={target.file.path}
            />
          )}
          <FileButtons target={target} reload={reload} />
        </>
      ),
      hunkActions: (hunk) => <HunkButtons hunk={hunk} reload={reload} />,
      linesActions: (lines, close) => (
        <BeingWrittenContext value={setBeingWritten}>
          <LineButtons lines={lines} close={close} reload={reload} />
        </BeingWrittenContext>
      ),
    }
  }, [latest])
  return useMemo(
    () => ({
      ...acts,
      notes,
      footer: (
        <>
          <CommentsBar workspaceId={workspaceId} />
          <CommitBar
            workspaceId={workspaceId}
            files={uncommitted}
            version={`${version} ${flags}`}
            repositoryId={repositories.length > 1 ? repository : null}
            onCommitted={() => latest.current()}
          />
        </>
      ),
    }),
    [acts, notes, workspaceId, uncommitted, version, flags, repositories, repository, latest],
  )
}

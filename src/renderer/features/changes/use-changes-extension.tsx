import { useMemo } from 'react'
import type { DiffScope, RepositoryDiff, WorkspaceId } from '../../../contracts/index.ts'
import { FileActions } from '../files/index.ts'
import { CommitBar } from './commit-bar.tsx'
import type { DiffExtension } from './extension.ts'

export interface ExtensionInput {
  workspaceId: WorkspaceId
  scope: DiffScope
  /** All repositories of the scope, also those that the panel does not show at the moment. */
  repositories: readonly RepositoryDiff[]
  /** Reads the changes again; the watcher does so by itself a moment later. */
  reload: () => void
}

/** What can be done with the changes on the screen. */
export function useChangesExtension({ workspaceId, repositories, reload }: ExtensionInput): DiffExtension {
  const uncommitted = repositories.reduce((sum, entry) => sum + entry.uncommittedFiles, 0)
  return useMemo(
    () => ({
      fileActions: ({ repository: { repositoryId }, file }) =>
        file.status !== 'D' && (
          <FileActions workspaceId={workspaceId} repositoryId={repositoryId} path={file.path} />
        ),
      footer: <CommitBar workspaceId={workspaceId} files={uncommitted} onCommitted={reload} />,
    }),
    [workspaceId, uncommitted, reload],
  )
}

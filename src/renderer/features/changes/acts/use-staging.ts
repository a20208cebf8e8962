import { useMemo } from 'react'
import type { DiffScope, RepositoryDiff, ShownHunk, ShownSides } from '../../../../contracts/index.ts'
import { count, useServices } from '../../../app/index.ts'
import type { FileTarget } from '../extension.ts'

/** What a scope compares, where it can be acted on: its new side is the worktree or the index. */
export function sidesOf(scope: DiffScope, { mergeBase }: RepositoryDiff): ShownSides | null {
  if (scope.kind === 'turn' || scope.kind === 'commit') return null
  return { old: mergeBase, new: scope.kind === 'staged' ? 'index' : 'worktree' }
}

export interface Staging {
  stage(hunks: ShownHunk[] | null): Promise<void>
  unstage(hunks: ShownHunk[] | null): Promise<void>
  discard(hunks: ShownHunk[] | null): Promise<void>
  /** What there is to do with the file in this scope. */
  can: { stage: boolean; unstage: boolean; discard: boolean }
}

/** Acts on one file, or on hunks of it. What fails is said in a toast. */
export function useStaging(target: FileTarget, reload: () => void): Staging {
  const { client, toasts } = useServices()
  const { workspaceId, scope, repository, file } = target
  return useMemo(() => {
    const shown = sidesOf(scope, repository)
    const request = (hunks: ShownHunk[] | null) => ({
      workspaceId,
      repositoryId: repository.repositoryId,
      shown,
      files: [{ path: file.path, oldPath: file.oldPath, hunks }],
    })
    const act = async (what: string, work: () => Promise<void>): Promise<void> => {
      try {
        await work()
      } catch (error) {
        toasts.failed(what, error)
      }
      reload()
    }
    return {
      stage: (hunks) => act('Staging', async () => void (await client.staging.stage(request(hunks)))),
      unstage: (hunks) => act('Unstaging', async () => void (await client.staging.unstage(request(hunks)))),
      discard: (hunks) =>
        act('Discarding', async () => {
          const { files, undo } = await client.staging.discard(request(hunks))
          const takeBack = (): void =>
            void act('Undo', async () => {
              if (undo) await client.staging.undoDiscard(undo)
            })
          toasts.show({
            title: hunks ? `Changes in ${file.path} discarded` : `${count(files.length, 'file')} discarded`,
            detail: 'What was uncommitted is kept in a backup.',
            ...(undo ? { action: { label: 'Undo', run: takeBack } } : {}),
          })
        }),
      can: {
        stage: shown?.new === 'worktree' && file.unstaged,
        unstage: shown !== null && file.staged,
        discard: shown?.new === 'worktree' && file.uncommitted,
      },
    }
  }, [client, toasts, workspaceId, scope, repository, file, reload])
}

import { useMemo } from 'react'
import {
  anchorLines,
  reanchor,
  type DiffScope,
  type RepositoryDiff,
  type ReviewThread,
  type ThreadId,
  type WorkspaceId,
} from '../../../../contracts/index.ts'
import { useLoad, useServices } from '../../../app/index.ts'

/** The line below which a thread stands now; null when its lines are no more. */
export type Places = ReadonlyMap<ThreadId, number | null>

interface Input {
  workspaceId: WorkspaceId
  scope: DiffScope
  repositories: readonly RepositoryDiff[]
  threads: readonly ReviewThread[]
}

const fileKey = ({ repositoryId, path }: Pick<ReviewThread, 'repositoryId' | 'path'>): string =>
  `${repositoryId}/${path}`

/** Finds the lines of threads in the files as they are in this scope. Until they are read: where they were. */
export function usePlaces({ workspaceId, scope, repositories, threads }: Input): Places {
  const { client } = useServices()
  const wanted = new Set(threads.map(fileKey))
  const files = repositories.flatMap(({ repositoryId, files: changed }) =>
    changed
      .filter(({ path }) => wanted.has(fileKey({ repositoryId, path })))
      .map((file) => ({ repositoryId, path: file.path, oldPath: file.oldPath, stamp: file.stamp })),
  )
  const key = `${workspaceId} ${JSON.stringify(scope)} ${files.map(({ path, stamp }) => `${path}:${stamp}`).join()}`
  const loaded = useLoad(key, async (signal) => {
    const read = files.map(async ({ repositoryId, path, oldPath }) => {
      const diff = await client.git
        .file({ workspaceId, repositoryId, path, oldPath, scope, large: true }, { signal })
        // Gone from the changes meanwhile: the next look tells so.
        .catch(() => null)
      return [
        fileKey({ repositoryId, path }),
        diff && { old: anchorLines(diff.oldText ?? ''), new: anchorLines(diff.newText ?? '') },
      ] as const
    })
    return new Map(await Promise.all(read))
  })
  const texts = loaded.phase === 'ready' ? loaded.data : loaded.phase === 'loading' ? loaded.last : undefined
  return useMemo(
    () =>
      new Map(
        threads.map((thread) => {
          if (thread.outdated) return [thread.id, null]
          const sides = texts?.get(fileKey(thread))
          if (!sides) return [thread.id, thread.endLine]
          return [thread.id, reanchor(sides[thread.side], thread)?.endLine ?? null]
        }),
      ),
    [threads, texts],
  )
}

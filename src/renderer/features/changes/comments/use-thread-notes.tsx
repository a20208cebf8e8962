import { useCallback, useMemo } from 'react'
import type { DiffScope, RepositoryDiff, ThreadId, WorkspaceId } from '../../../../contracts/index.ts'
import { useEntities } from '../../../app/index.ts'
import type { FileTarget, LineNote } from '../extension.ts'
import { ThreadView } from './thread-view.tsx'
import { usePlaces } from './use-places.ts'

const noNotes: readonly LineNote[] = []

/** Threads below their lines; those whose lines are no more stand above the first one. */
export function useThreadNotes(
  workspaceId: WorkspaceId,
  scope: DiffScope,
  repositories: readonly RepositoryDiff[],
  beingWritten: ThreadId | null,
): (file: FileTarget) => readonly LineNote[] {
  const all = useEntities((entities) => entities.threads)
  const threads = useMemo(
    () => Object.values(all).filter((thread) => thread.workspaceId === workspaceId),
    [all, workspaceId],
  )
  const places = usePlaces({ workspaceId, scope, repositories, threads })
  const byFile = useMemo(() => {
    const found = new Map<string, LineNote[]>()
    for (const thread of threads) {
      if (thread.id === beingWritten) continue
      const place = places.get(thread.id) ?? null
      const key = `${thread.repositoryId}/${thread.path}`
      const note: LineNote = {
        key: thread.id,
        side: place === null ? 'new' : thread.side,
        line: place ?? 0,
        content: <ThreadView thread={thread} outdated={place === null} />,
      }
      found.set(key, [...(found.get(key) ?? []), note])
    }
    return found
  }, [threads, places, beingWritten])
  return useCallback(
    ({ repository, file }) => byFile.get(`${repository.repositoryId}/${file.path}`) ?? noNotes,
    [byFile],
  )
}

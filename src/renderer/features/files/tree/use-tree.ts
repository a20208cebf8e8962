import { useCallback, useMemo, useState } from 'react'
import {
  toFailure,
  type Failure,
  type FileStatus,
  type FolderContents,
  type RepositoryId,
  type Workspace,
} from '../../../../contracts/index.ts'
import { useEntities, useLoad, useServices, type Loaded } from '../../../app/index.ts'
import { folderKey, statusMap, treeLines, type TreeLine } from './tree-lines.ts'

export interface Tree {
  lines: readonly TreeLine[]
  failure: Failure | null
  toggle(line: TreeLine, open: boolean): void
  /** Opens folders, by their keys. */
  reveal(keys: readonly string[]): void
  closeAll(): void
  /** Reads all open folders again, now. */
  refresh(): void
}

/** The files of a workspace as a tree: folders are read when they are opened, and again when something changed. */
export function useTree({ id, repositories, status }: Workspace, showIgnored: boolean): Tree {
  const { client } = useServices()
  const version = useEntities((entities) => entities.changes[id]?.version ?? 0)
  const [attempt, setAttempt] = useState(0)
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(firstOpen(repositories)))

  const wanted = useMemo(() => {
    const roots = repositories.length === 1 ? firstOpen(repositories) : []
    return [...new Set([...roots, ...open])]
  }, [repositories, open])
  const round = `${version} ${status} ${attempt}`
  const loaded = useLoad(JSON.stringify([id, round, wanted]), async (signal) => {
    const found = await Promise.all(
      wanted.map(async (key): Promise<[string, FolderContents][]> => {
        const [repositoryId, path] = split(key)
        try {
          return [[key, await client.files.list({ workspace: id, repositoryId, path }, { signal })]]
        } catch (error) {
          // A folder that is gone shows up nowhere; it may have been renamed.
          if (path !== '' && toFailure(error).code !== 'node_unreachable') return []
          throw error
        }
      }),
    )
    return new Map(found.flat())
  })
  const folders = newest(loaded) ?? noFolders
  const failure = loaded.phase === 'failed' ? loaded.failure : null

  const statuses = useStatuses(id, repositories, `${id} ${round}`)
  const lines = useMemo(
    () => treeLines({ repositories, folders, open, statuses, showIgnored }),
    [repositories, folders, open, statuses, showIgnored],
  )
  const toggle = useCallback(({ key }: TreeLine, wide: boolean) => {
    setOpen((before) => {
      const next = new Set(before)
      if (wide) next.add(key)
      else next.delete(key)
      return next
    })
  }, [])
  const reveal = useCallback((keys: readonly string[]) => {
    setOpen((before) => (keys.every((key) => before.has(key)) ? before : new Set([...before, ...keys])))
  }, [])
  const closeAll = useCallback(() => setOpen(new Set()), [])
  const refresh = useCallback(() => setAttempt((last) => last + 1), [])
  return { lines, failure, toggle, reveal, closeAll, refresh }
}

const firstOpen = (repositories: Workspace['repositories']): string[] =>
  repositories.map(({ repositoryId }) => folderKey(repositoryId, ''))

function split(key: string): [RepositoryId, string] {
  const at = key.indexOf(':')
  return [key.slice(0, at) as RepositoryId, key.slice(at + 1)]
}

/** What differs from HEAD; the marks before stay while new ones are fetched. */
function useStatuses(
  workspace: Workspace['id'],
  repositories: Workspace['repositories'],
  key: string,
): ReadonlyMap<string, FileStatus> {
  const { client } = useServices()
  const loaded = useLoad(key, async (signal) => {
    const marks = new Map<string, FileStatus>()
    const found = await Promise.all(
      repositories.map(({ repositoryId }) => client.files.status({ workspace, repositoryId }, { signal })),
    )
    found.forEach(({ files }, place) => {
      const repository = repositories[place]
      if (repository) statusMap(repository.repositoryId, files, marks)
    })
    return marks
  })
  return newest(loaded) ?? noMarks
}

/** What was loaded, or what was before while the newer is. */
const newest = <Data>(loaded: Loaded<Data>): Data | undefined =>
  loaded.phase === 'ready' ? loaded.data : loaded.phase === 'loading' ? loaded.last : undefined

const noFolders: ReadonlyMap<string, FolderContents> = new Map()
const noMarks: ReadonlyMap<string, FileStatus> = new Map()

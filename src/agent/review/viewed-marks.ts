import type { Clock } from '../../base/index.ts'
import type { ChangedFile, Limits, RepositoryDiff, RepositoryId, WorkspaceId } from '../../contracts/index.ts'
import { contentIds, entryOf, pathBytes, type GitRunner, type Sides } from '../git/index.ts'
import type { AgentStore } from '../store/index.ts'

interface Deps {
  store: AgentStore
  clock: Clock
  limits: () => Limits
}

interface FileOf {
  workspaceId: WorkspaceId
  repositoryId: RepositoryId
  path: string
}

const keyOf = (path: string): string => pathBytes(path).toString('latin1')

/** Which changed files the user has viewed: a mark holds as long as the file's content is the one he saw. */
export class ViewedMarks {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** The diff with `viewed` of each file told. Only files with a mark are looked at. */
  async tell(
    git: GitRunner,
    workspaceId: WorkspaceId,
    sides: Sides,
    diff: RepositoryDiff,
  ): Promise<RepositoryDiff> {
    const marks = this.#deps.store.viewed.of(workspaceId, diff.repositoryId)
    if (marks.size === 0) return diff
    const marked = diff.files.filter(({ path }) => marks.has(keyOf(path)))
    const entries = marked.map((file) => ({ ...file, newOid: oidIn(file) }))
    const ids = await contentIds(git, sides, entries)
    const isViewed = ({ path }: ChangedFile): boolean => {
      const id = ids.get(path)
      return id !== undefined && id === marks.get(keyOf(path))
    }
    return { ...diff, files: diff.files.map((file) => ({ ...file, viewed: isViewed(file) })) }
  }

  /** Marks a file at its present content; one that cannot be read is not marked. */
  async mark(git: GitRunner, sides: Sides, file: FileOf & { oldPath: string | null }): Promise<void> {
    const entry = await entryOf(git, sides, file)
    const content = entry && (await contentIds(git, sides, [entry])).get(file.path)
    if (content === undefined) return
    const { store, clock, limits } = this.#deps
    store.change(() => store.viewed.put(rowOf(file), content, clock.now(), limits().viewedMarks))
  }

  unmark(file: FileOf): void {
    this.#deps.store.change(() => this.#deps.store.viewed.remove(rowOf(file)))
  }
}

const rowOf = ({ workspaceId, repositoryId, path }: FileOf) => ({
  workspaceId,
  repositoryId,
  path: keyOf(path),
})

/** `old mode:old object:new mode:new object…`, as the stamp of a diff begins. */
function oidIn({ stamp }: ChangedFile): string | null {
  const oid = stamp.split(':')[3]
  return oid === undefined || oid === 'null' ? null : oid
}

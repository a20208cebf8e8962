import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../base/index.ts'
import type { WorkspaceId, WorkspaceRepository } from '../../contracts/index.ts'
import { listFiles, type GitAt } from '../git/index.ts'
import { rankFiles, type RankedFile } from './rank.ts'

/** Files in all lists kept, about 200 bytes each; the list used longest ago goes first, the newest never. */
const mostFilesKept = 400_000
/** Where nobody watches the worktree a list is good for this long: the time somebody types in. */
const unwatchedMs = 2_000
/** A list that takes longer to read than this is used as it was while it is read anew. */
const patienceMs = 400

interface List {
  files: RankedFile[]
  truncated: boolean
}

interface Kept {
  gitFolder: string
  list: List
  /** What the worktree and its git folder looked like before the list was read. */
  mark: string
  readAt: number
  tookMs: number
  reading?: Promise<List>
}

interface Deps {
  gitAt: GitAt
  clock: Clock
  /** Most files of one list. */
  mostFiles(): number
  /** A number that grows with each change seen in the workspace; null while nobody watches it. */
  version(id: WorkspaceId): number | null
}

/** The files of worktrees, kept until the change watcher, HEAD or the index says that they changed. */
export class FileLists {
  readonly #deps: Deps
  readonly #kept = new Map<string, Kept>()
  readonly #first = new Map<string, Promise<List>>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  async of(id: WorkspaceId, { worktree }: WorkspaceRepository): Promise<List> {
    const kept = this.#kept.get(worktree)
    if (!kept) return this.#once(worktree, () => this.#read(id, worktree, null))
    this.#kept.delete(worktree)
    this.#kept.set(worktree, kept)
    if (await this.#fresh(id, kept)) return kept.list
    kept.reading ??= this.#read(id, worktree, kept).finally(() => delete kept.reading)
    if (kept.tookMs <= patienceMs) return kept.reading
    // Answered from the old list; should reading fail, the next search tries again.
    kept.reading.catch(() => undefined)
    return kept.list
  }

  async #once(worktree: string, read: () => Promise<List>): Promise<List> {
    const reading = this.#first.get(worktree) ?? read().finally(() => this.#first.delete(worktree))
    this.#first.set(worktree, reading)
    return reading
  }

  async #fresh(id: WorkspaceId, kept: Kept): Promise<boolean> {
    const unwatched = this.#deps.version(id) === null
    if (unwatched && this.#deps.clock.now() - kept.readAt > unwatchedMs) return false
    return kept.mark === (await this.#mark(id, kept.gitFolder))
  }

  /** Throws what git says when the worktree cannot be read. */
  async #read(id: WorkspaceId, worktree: string, before: Kept | null): Promise<List> {
    const { gitAt, clock, mostFiles } = this.#deps
    const git = gitAt(worktree)
    const startedAt = clock.now()
    const gitFolder = before?.gitFolder ?? (await git(['rev-parse', '--absolute-git-dir'])).trim()
    // Before reading: what changes meanwhile makes the next search read again.
    const mark = await this.#mark(id, gitFolder)
    const list = rankFiles(await listFiles(git), mostFiles())
    const now = clock.now()
    this.#kept.delete(worktree)
    this.#kept.set(worktree, { gitFolder, list, mark, readAt: now, tookMs: now - startedAt })
    this.#makeRoom()
    return list
  }

  #makeRoom(): void {
    let files = 0
    // Used last comes last.
    for (const [worktree, { list }] of [...this.#kept].toReversed()) {
      files += list.files.length
      if (files > mostFilesKept && files > list.files.length) this.#kept.delete(worktree)
    }
  }

  /** The index's time, that of the reflog of HEAD (each commit and checkout adds a line), and the watcher's version. */
  async #mark(id: WorkspaceId, gitFolder: string): Promise<string> {
    const times = await Promise.all(
      ['index', 'HEAD', 'logs/HEAD'].map(async (file) => {
        const found = await stat(join(gitFolder, file)).catch(() => null)
        return found ? `${found.mtimeMs} ${found.size}` : 'none'
      }),
    )
    return JSON.stringify([this.#deps.version(id), times])
  }
}

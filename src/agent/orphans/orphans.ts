import type { Clock, NewId } from '../../base/index.ts'
import { Failure, WorkspaceId, type Orphan, type OrphanCleaned } from '../../contracts/index.ts'
import { backupWorktree, deleteRefs, removeWorktree, type GitAt, type RepositoryLocks } from '../git/index.ts'
import { endMarked } from '../sessions/index.ts'
import type { AgentStore } from '../store/index.ts'
import { assertWorktreeInside, removeManagedFolder } from '../workspaces/index.ts'
import { leftFolders, type LeftFolder } from './left-folders.ts'
import { leftProcesses } from './left-processes.ts'
import { leftRefs } from './left-refs.ts'

interface Deps {
  store: AgentStore
  gitAt: GitAt
  locks: RepositoryLocks
  clock: Clock
  newId: NewId
  /** The managed root. */
  worktrees: string
}

/** What is on this node and belongs to nothing that its records know. It is listed, and cleaned by the user's act only. */
export class Orphans {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  async list(): Promise<Orphan[]> {
    const { store, worktrees } = this.#deps
    const [folders, refs] = await Promise.all([leftFolders(this.#deps), leftRefs(this.#deps)])
    return [...leftProcesses(store, worktrees), ...folders, ...refs]
  }

  /**
   * Takes one away. A folder's uncommitted work is kept in backup refs first, branches and files beside its
   * worktrees stay. Throws `invalid_input` when it is no orphan (any more), `forbidden`, `dirty_worktree`.
   */
  async clean(id: string): Promise<OrphanCleaned> {
    const orphan = (await this.list()).find((candidate) => candidate.id === id)
    if (!orphan)
      throw new Failure('invalid_input', `id: nothing is left behind by the name ${id}`, {
        hint: 'List again what is left.',
        details: { path: 'id' },
      })
    switch (orphan.kind) {
      case 'folder':
        return this.#cleanFolder(orphan)
      case 'processes':
        await endMarked(this.#deps.clock, orphan.sessionId)
        return { id, backups: [], kept: null }
      case 'refs':
        await deleteRefs(
          this.#deps.gitAt(orphan.source),
          orphan.refs.map(({ name }) => name),
        )
        return { id, backups: [], kept: null }
    }
  }

  async #cleanFolder({ id, path, worktrees, refused }: LeftFolder): Promise<OrphanCleaned> {
    if (refused !== null)
      throw new Failure('forbidden', `${path} was not cleaned: ${refused}`, {
        hint: 'Look at it, and delete it by hand if it is no longer needed.',
      })
    const workspaceId = WorkspaceId.parse(id.slice('folder:'.length))
    const backups: OrphanCleaned['backups'] = []
    for (const worktree of worktrees) {
      const saved = await this.#removeWorktree(workspaceId, worktree)
      if (saved) backups.push(saved)
    }
    const gone = await removeManagedFolder(this.#deps.worktrees, workspaceId)
    return { id, backups, kept: gone ? null : path }
  }

  async #removeWorktree(
    workspaceId: WorkspaceId,
    { path, source, branch }: LeftFolder['worktrees'][number],
  ): Promise<OrphanCleaned['backups'][number] | null> {
    const { gitAt, locks, clock, newId, worktrees } = this.#deps
    if (source === null || !(await assertWorktreeInside(worktrees, workspaceId, path))) return null
    const git = gitAt(path)
    const baseCommit = (await git(['rev-parse', 'HEAD'])).trim()
    const repository = {
      repositoryId: newId('repository'),
      name: source,
      source,
      worktree: path,
      branch: branch ?? 'orphan',
      baseCommit,
    }
    return locks.withRef(source, repository.branch, async () => {
      const saved = await backupWorktree(git, repository, workspaceId, clock.now())
      await locks.withWorktreeList(source, () => removeWorktree(gitAt(source), path))
      return saved && { ref: saved.ref, files: saved.files, restore: saved.restore }
    })
  }
}

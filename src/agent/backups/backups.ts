import {
  Failure,
  type BackupDetail,
  type BackupEntry,
  type BackupRestored,
  type BackupSource,
  type RestoreInto,
  type WorkspaceId,
} from '../../contracts/index.ts'
import type { Clock } from '../../base/index.ts'
import {
  assertAtRest,
  backupFiles,
  backupWorktree,
  checkBranch,
  listBackups,
  mergeBackup,
  takeSnapshot,
  type GitAt,
  type RepositoryLocks,
} from '../git/index.ts'
import type { AgentStore } from '../store/index.ts'
import { assertReadable, type WorkspaceService } from '../workspaces/index.ts'

interface Deps {
  store: AgentStore
  gitAt: GitAt
  locks: RepositoryLocks
  clock: Clock
  workspaces: Pick<WorkspaceService, 'get'>
}

interface One {
  source: BackupSource
  ref: string
}

/** Files of a backup that are listed; of more the total says enough. */
const mostFiles = 2_000

/** Backup refs in repositories: `backup.*` of the agent contract. */
export class Backups {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Newest first. A repository that was moved or deleted has none that could be shown. */
  async list(sources: readonly BackupSource[]): Promise<BackupEntry[]> {
    const names = new Map(this.#deps.store.workspaces.listEver().map((one) => [one.id, one]))
    const found = await Promise.all(
      sources.map(async (source) => {
        const backups = await listBackups(this.#deps.gitAt(source.path)).catch(() => [])
        return backups.map((backup) => {
          const known = names.get(backup.workspaceId)
          return {
            ...backup,
            workspace: known?.name ?? null,
            exists: known !== undefined && known.status !== 'deleted',
            repositoryId: source.repositoryId,
            repository: source.name,
            source: source.path,
          }
        })
      }),
    )
    return found.flat().toSorted((a, b) => b.createdAt - a.createdAt || b.ref.localeCompare(a.ref))
  }

  /** With its files. Throws `invalid_input` when there is none of that name. */
  async show({ source, ref }: One): Promise<BackupDetail> {
    const entry = (await this.list([source])).find((one) => one.ref === ref)
    if (!entry)
      throw new Failure('invalid_input', `ref: ${source.name} has no backup ${ref}`, {
        hint: 'List again what there is.',
        details: { path: 'ref' },
      })
    const files = await backupFiles(this.#deps.gitAt(source.path), ref)
    return { ...entry, files: files.slice(0, mostFiles), total: files.length }
  }

  /**
   * Brings a backup back: as a new branch at it, or into a worktree. The backup stays. Throws `branch_conflict`,
   * `name_invalid`, `merge_conflict`, `worktree_failed`, `invalid_input`, `repository_not_found`.
   */
  async restore({ source, ref, into }: One & { into: RestoreInto }): Promise<BackupRestored> {
    const { commit } = await this.show({ source, ref })
    switch (into.kind) {
      case 'branch':
        await this.#intoBranch(source, commit, into.branch)
        return { ref, branch: into.branch, files: [] }
      case 'workspace':
        return { ref, branch: null, files: await this.#intoWorktree(source, ref, into.workspaceId) }
      default:
        return into satisfies never
    }
  }

  async #intoBranch(
    { repositoryId, name, path }: BackupSource,
    commit: string,
    branch: string,
  ): Promise<void> {
    const { gitAt, locks } = this.#deps
    const git = gitAt(path)
    await locks.withRef(path, branch, async () => {
      const { result, message } = await checkBranch(git, { repositoryId, name }, branch)
      if (result !== 'free')
        throw new Failure(result === 'invalid' ? 'name_invalid' : 'branch_conflict', message ?? branch, {
          hint: 'Choose another name.',
          details: { repository: name, branch },
        })
      await git(['branch', '--no-track', '--', branch, commit])
    })
  }

  async #intoWorktree(source: BackupSource, ref: string, id: WorkspaceId): Promise<string[]> {
    const { gitAt, locks, clock, workspaces } = this.#deps
    const workspace = workspaces.get(id)
    assertReadable(workspace)
    const repository = workspace.repositories.find((one) => one.source === source.path)
    if (!repository)
      throw new Failure(
        'repository_not_found',
        `Workspace "${workspace.name}" has no worktree of ${source.name}`,
        {
          hint: 'Restore into a workspace with that repository, or into a new branch.',
        },
      )
    const git = gitAt(repository.worktree)
    return locks.withRef(repository.source, repository.branch, async () => {
      await assertAtRest(git, repository)
      await backupWorktree(git, repository, id, clock.now())
      return mergeBackup(git, repository, ref, await takeSnapshot(git, id))
    })
  }
}

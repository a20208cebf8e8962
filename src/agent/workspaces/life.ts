import type {
  ArchivedWorktrees,
  DiskSize,
  MergedState,
  RepositoryStatus,
  Workspace,
  WorkspaceChoices,
  WorkspaceId,
} from '../../contracts/index.ts'
import { countUncommitted, mergedInto, repositoryStatus } from '../git/index.ts'
import { archiveWorkspace } from './archive.ts'
import { withChoices } from './configure.ts'
import { copyWorkspace, type CopyWorkspace } from './copy.ts'
import type { WorkspaceDeps } from './deps.ts'
import { diskSize } from './disk-size.ts'
import { assertManaged, assertWorktreeInside } from './managed-folder.ts'
import { Once } from './once.ts'
import { assertReadable } from './readable.ts'
import type { WorkspaceRecords } from './records.ts'
import { renameBranch } from './rename-branch.ts'
import { repositoryIsThere } from './repository-is-there.ts'
import { unarchiveWorkspace } from './unarchive.ts'

/** What becomes of workspaces after they were made: `workspace.*` of the agent contract, entity only. */
export class WorkspaceLife {
  readonly #deps: WorkspaceDeps
  readonly #records: WorkspaceRecords
  /** One such act at a time on a workspace; the same asked for twice is one act. */
  readonly #acts = new Once<string, Workspace>()

  constructor(deps: WorkspaceDeps, records: WorkspaceRecords) {
    this.#deps = deps
    this.#records = records
  }

  /** Its choices as `choices` says. Throws `workspace_not_found`, `repository_not_found`, `invalid_input`. */
  configure({ workspaceId, ...choices }: WorkspaceChoices & { workspaceId: WorkspaceId }): Workspace {
    const workspace = this.#records.get(workspaceId)
    return this.#records.revise(workspace, withChoices(workspace, choices))
  }

  /** How each worktree stands now. Throws `workspace_not_found`, `workspace_not_running`, `worktree_failed`. */
  repositoryStatus(id: WorkspaceId): Promise<RepositoryStatus[]> {
    const workspace = this.#records.get(id)
    assertReadable(workspace)
    return Promise.all(
      workspace.repositories.map((repository) =>
        repositoryStatus(this.#deps.gitAt(repository.worktree), repository),
      ),
    )
  }

  /** See `renameBranch`. */
  renameBranch({ workspaceId, branch }: { workspaceId: WorkspaceId; branch: string }): Promise<Workspace> {
    return this.#acts.run(`rename ${workspaceId} ${branch}`, async () => {
      const workspace = this.#records.get(workspaceId)
      if (workspace.branch !== branch) assertReadable(workspace)
      return renameBranch(this.#deps, this.#records, workspace, branch)
    })
  }

  /** See `archiveWorkspace`. */
  archive(id: WorkspaceId, worktrees: ArchivedWorktrees): Promise<Workspace> {
    return this.#acts.run(`archive ${id}`, async () =>
      archiveWorkspace(this.#deps, this.#records, this.#records.get(id), worktrees),
    )
  }

  /** See `unarchiveWorkspace`. */
  unarchive(id: WorkspaceId, newBranch: string | null): Promise<Workspace> {
    return this.#acts.run(`unarchive ${id}`, async () =>
      unarchiveWorkspace(this.#deps, this.#records, this.#records.get(id), newBranch),
    )
  }

  /** See `copyWorkspace`. A retry with the same id gets the first result (rule 7). */
  copy(request: CopyWorkspace): Promise<Workspace> {
    return this.#acts.run(`copy ${request.id}`, async () => {
      const existing = this.#deps.store.workspaces.get(request.id)
      return existing ?? copyWorkspace(this.#deps, this.#records, request)
    })
  }

  async mergedState(id: WorkspaceId): Promise<MergedState> {
    const workspace = this.#records.get(id)
    const there = await assertManaged(this.#deps.worktrees, id)
    const counted = await Promise.all(
      workspace.repositories.map(async (repository) => {
        const { gitAt, worktrees } = this.#deps
        const { worktree, source, name, branch, repositoryId, baseBranch: base } = repository
        const known = { repositoryId, repository: name, branch, base, state: 'gone' as const }
        if (!(await repositoryIsThere(this.#deps, repository))) return { state: known, files: 0 }
        const has = there && (await assertWorktreeInside(worktrees, id, worktree))
        const files = has ? await countUncommitted(gitAt(worktree)) : 0
        return { state: await mergedInto(gitAt(source), repository), files }
      }),
    )
    const repositories = counted.map(({ state }) => state)
    const is = (...states: string[]) => repositories.filter(({ state }) => states.includes(state)).length
    return {
      repositories,
      merged: is('merged', 'empty') === repositories.length && is('merged') > 0,
      uncommittedFiles: counted.reduce((sum, { files }) => sum + files, 0),
    }
  }

  /** Throws when the call is aborted meanwhile. */
  size(id: WorkspaceId, signal: AbortSignal | undefined): Promise<DiskSize> {
    return diskSize(this.#records.get(id).folder, signal)
  }
}

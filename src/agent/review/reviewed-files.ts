import type { Clock } from '../../base/index.ts'
import {
  Failure,
  type BranchCommits,
  type DiffScope,
  type FileDiff,
  type FilePatch,
  type FileSide,
  type Limits,
  type RepositoryDiff,
  type RepositoryId,
  type Workspace,
  type WorkspaceId,
} from '../../contracts/index.ts'
import {
  branchCommits,
  changedEntry,
  countUncommitted,
  diffFileOf,
  listChanges,
  readPatches,
  readSide,
  recordSeen,
  type GitAt,
  type GitRunner,
  type Sides,
} from '../git/index.ts'
import type { AgentStore } from '../store/index.ts'
import type { TurnChanges } from '../turns/index.ts'
import { assertReadable } from '../workspaces/index.ts'
import { resolveScope, type ScopeRepository } from './scopes.ts'
import { ViewedMarks } from './viewed-marks.ts'

interface Deps {
  store: AgentStore
  gitAt: GitAt
  clock: Clock
  turns: TurnChanges
  limits: () => Limits
  /** The workspace whatever its state; throws `workspace_not_found`. */
  workspace(id: WorkspaceId): Workspace
  /** Version of the newest change summary; null when it is not watched. */
  version(id: WorkspaceId): number | null
}

interface InScope {
  workspaceId: WorkspaceId
  scope: DiffScope
  ignoreSpace: boolean
}

export interface FileInScope extends InScope {
  repositoryId: RepositoryId
  path: string
  oldPath: string | null
}

/** What changed in a workspace's worktrees, in each scope: the reading part of `git.*` of the agent contract. */
export class ReviewedFiles {
  readonly #deps: Deps
  readonly #marks: ViewedMarks

  constructor(deps: Deps) {
    this.#deps = deps
    this.#marks = new ViewedMarks(deps)
  }

  /** All repositories that have a part in the scope. Throws `workspace_not_found`, `worktree_failed`. */
  async diff({ workspaceId, scope, ignoreSpace }: InScope): Promise<RepositoryDiff[]> {
    const { gitAt, limits } = this.#deps
    const parts = await resolveScope(this.#deps, this.#readable(workspaceId), scope)
    const maxFiles = limits().diffFiles
    return Promise.all(
      parts.map(async ({ repository, old, new: newSide }) => {
        const git = gitAt(repository.worktree)
        const diff = await listChanges(git, repository, old, newSide, { maxFiles, ignoreSpace })
        // What a turn or a commit changed says nothing of what is not committed now; the foot of the panel does.
        if (newSide.kind === 'commit') diff.uncommittedFiles = await countUncommitted(git)
        return this.#marks.tell(git, workspaceId, { old: diff.mergeBase, new: newSide }, diff)
      }),
    )
  }

  /** Both sides of one file. Throws `repository_not_found`, `invalid_input`. */
  async file(input: FileInScope & { large: boolean }): Promise<FileDiff> {
    const { git, part, sides } = await this.#part(input)
    const { diffFileBytes, diffLargeFileBytes } = this.#deps.limits()
    return diffFileOf(git, part.repository, sides, input, input.large ? diffLargeFileBytes : diffFileBytes)
  }

  /** Throws `repository_not_found`. */
  async patches(
    input: InScope & {
      repositoryId: RepositoryId
      files: { path: string; oldPath: string | null }[]
      large: boolean
    },
  ): Promise<FilePatch[]> {
    const { git, sides } = await this.#part(input)
    const { diffPatchBytes, diffLargeFileBytes } = this.#deps.limits()
    const maxBytes = input.large ? diffLargeFileBytes : diffPatchBytes
    return readPatches(git, sides, input.files, { ignoreSpace: input.ignoreSpace, maxBytes })
  }

  /** The bytes of one side. Throws `repository_not_found`, `invalid_input`. */
  async side(input: FileInScope & { side: 'old' | 'new' }): Promise<FileSide> {
    const { git, part, sides } = await this.#part(input)
    const { name, worktree } = part.repository
    const entry = await changedEntry(git, name, sides, input)
    const most = this.#deps.limits().diffImageBytes
    const side = await readSide(git, worktree, sides, entry, input.side, most)
    return { exists: side !== null, size: side?.size ?? 0, data: side?.bytes?.toString('base64') ?? null }
  }

  /** Throws `workspace_not_found`. */
  commits(workspaceId: WorkspaceId): Promise<BranchCommits[]> {
    const { gitAt, limits } = this.#deps
    return Promise.all(
      this.#readable(workspaceId).repositories.map((repository) =>
        branchCommits(gitAt(repository.worktree), repository, limits().branchCommits),
      ),
    )
  }

  /** Throws `repository_not_found`, `invalid_input`. */
  async markViewed(input: FileInScope & { viewed: boolean }): Promise<Record<string, never>> {
    const { git, sides } = await this.#part(input)
    if (input.viewed) await this.#marks.mark(git, sides, input)
    else this.#marks.unmark(input)
    return {}
  }

  /**
   * Remembers the worktrees as seen; not when they changed since the version that was on the screen, so that more is
   * shown next time rather than less.
   */
  async markSeen(input: { workspaceId: WorkspaceId; version: number | null }): Promise<{ marked: boolean }> {
    const { workspaceId, version } = input
    const newest = this.#deps.version(workspaceId)
    if (version !== null && newest !== null && newest !== version) return { marked: false }
    const { repositories } = this.#readable(workspaceId)
    await Promise.all(repositories.map(({ worktree }) => recordSeen(this.#deps.gitAt(worktree), workspaceId)))
    return { marked: true }
  }

  /** A workspace whose files may be looked at: it is not being made or deleted. */
  #readable(id: WorkspaceId): Workspace {
    const workspace = this.#deps.workspace(id)
    assertReadable(workspace)
    return workspace
  }

  async #part({ workspaceId, repositoryId, scope }: InScope & { repositoryId: RepositoryId }): Promise<{
    git: GitRunner
    part: ScopeRepository
    sides: Sides
  }> {
    const workspace = this.#readable(workspaceId)
    const [part] = await resolveScope(this.#deps, workspace, scope, repositoryId)
    if (!part)
      throw new Failure(
        'repository_not_found',
        `Workspace "${workspace.name}" has no repository ${repositoryId}`,
      )
    const git = this.#deps.gitAt(part.repository.worktree)
    return { git, part, sides: { old: await part.old, new: part.new } }
  }
}

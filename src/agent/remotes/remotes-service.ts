import type { Scope } from '../../base/index.ts'
import {
  Failure,
  toFailure,
  type GitAct,
  type GitActCheck,
  type GitActKind,
  type GitActResult,
  type GitOutcome,
  type PreCheckCode,
  type RepositoryConflicts,
  type RepositoryId,
  type ResolveWith,
  type UndoPoint,
  type Workspace,
  type WorkspaceGit,
  type WorkspaceId,
  type WorkspaceRepository,
} from '../../contracts/index.ts'
import { assertReadable } from '../workspaces/index.ts'
import { abortOperation } from './abort.ts'
import { actNames, type Act, type ActEnd, type RemotesDeps } from './act.ts'
import { checkAct, summarise } from './check-act.ts'
import { readConflicts, resolveFile } from './conflicts.ts'
import { continueOperation } from './continue.ts'
import { readFacts } from './facts.ts'
import { keepWork } from './keep-work.ts'
import type { LiveGit } from './live-git.ts'
import { longRunner } from './long-runner.ts'
import { assertAllowed, countRunningTurns, runAct } from './run-act.ts'
import { RunningActs } from './running-acts.ts'
import { undoAct } from './undo.ts'

interface ActInput {
  workspaceId: WorkspaceId
  repositoryIds: readonly RepositoryId[] | null
  act: GitAct
  protectedBranches: readonly string[]
}

interface OfRepository {
  workspaceId: WorkspaceId
  repositoryId: RepositoryId
}

/**
 * Branches of workspaces and their remotes: `remotes.*` of the agent contract. One act at a time in a workspace; the
 * user's own checkout is never touched.
 */
export class RemotesService {
  readonly #deps: RemotesDeps
  readonly #live: LiveGit
  readonly #running: RunningActs

  constructor(deps: RemotesDeps, live: LiveGit, scope: Scope) {
    this.#deps = deps
    this.#live = live
    this.#running = new RunningActs(deps.clock, live)
    scope.add(() => this.#running.cancelAll())
  }

  /** Reads anew. Throws `workspace_not_found`, `workspace_not_running`, `worktree_failed`. */
  state(id: WorkspaceId): Promise<WorkspaceGit> {
    return this.#live.read(this.#readable(id))
  }

  /** What the act would do, and what stands in its way. */
  async check({ workspaceId, repositoryIds, act, protectedBranches }: ActInput): Promise<GitActCheck> {
    const workspace = this.#readable(workspaceId)
    const runningTurns = countRunningTurns(this.#deps, { workspace })
    const checks = await Promise.all(
      chosen(workspace, repositoryIds).map(async (repository) =>
        checkAct(await readFacts(this.#deps.gitAt, repository, { protectedBranches, runningTurns }), act),
      ),
    )
    return summarise(workspaceId, checks)
  }

  /**
   * Acts in one repository after the other. Throws before anything is changed when one of them is stopped
   * (`git_act_refused`) or another act runs (`git_act_running`); after that each repository has its own outcome.
   */
  async run(input: ActInput & { confirmed: readonly PreCheckCode[] }): Promise<GitActResult> {
    const workspace = this.#readable(input.workspaceId)
    return this.#running.alone(workspace, input.act.kind, async (signal) => {
      const { repositories } = await this.check(input)
      for (const check of repositories) if (check.needed) assertAllowed(input, check, false)
      const outcomes: GitOutcome[] = []
      for (const repository of chosen(workspace, input.repositoryIds))
        outcomes.push(
          await this.#outcome(workspace, repository, input.act.kind, signal, (part) =>
            runAct(this.#deps, { ...part, ...input }),
          ),
        )
      return { workspaceId: workspace.id, repositories: outcomes }
    })
  }

  cancel(id: WorkspaceId): Promise<{ cancelled: boolean }> {
    return this.#running.cancel(id)
  }

  /** Of each repository in which git has something half done. */
  async conflicts(id: WorkspaceId): Promise<RepositoryConflicts[]> {
    const found = await Promise.all(
      this.#readable(id).repositories.map((repository) =>
        readConflicts(this.#deps.gitAt(repository.worktree), repository),
      ),
    )
    return found.filter((one) => one !== null)
  }

  /** Settles one file in conflict; see `resolveFile`. What is on disk is backed up where a side is taken. */
  async resolve(input: OfRepository & { path: string; with: ResolveWith }): Promise<RepositoryConflicts[]> {
    const workspace = this.#readable(input.workspaceId)
    const repository = pick(workspace, input.repositoryId)
    const { locks, gitAt } = this.#deps
    await locks.withRef(repository.source, repository.branch, async () => {
      if (input.with !== 'file') await keepWork(this.#deps, workspace, repository)
      await resolveFile(gitAt(repository.worktree), repository, input.path, input.with)
    })
    await this.#live.read(workspace)
    return this.conflicts(input.workspaceId)
  }

  continue(input: OfRepository): Promise<GitOutcome> {
    return this.#half(input, (act) => continueOperation(this.#deps, act, act.workspace, act.repository))
  }

  abort(input: OfRepository): Promise<GitOutcome> {
    return this.#half(input, async ({ workspace, repository }) => {
      const backup = await abortOperation(this.#deps, workspace, repository)
      return { outcome: 'done', message: `${repository.name} is as it was before`, backup }
    })
  }

  undo({ point, ...input }: OfRepository & { point: UndoPoint }): Promise<GitOutcome> {
    return this.#half(input, (act) => undoAct(this.#deps, act, point))
  }

  /** Goes on with, or back from, what is half done. Throws what the work throws. */
  async #half(
    { workspaceId, repositoryId }: OfRepository,
    work: (act: Omit<Act, 'act' | 'confirmed' | 'protectedBranches'>) => Promise<ActEnd>,
  ): Promise<GitOutcome> {
    const workspace = this.#readable(workspaceId)
    const repository = pick(workspace, repositoryId)
    const kind = this.#deps.records.get(workspaceId, repositoryId)?.kind ?? 'rebase'
    return this.#running.alone(workspace, kind, async (signal) => {
      const outcome = await this.#outcome(workspace, repository, kind, signal, work)
      if (outcome.failure) throw toFailure({ ...outcome.failure, data: outcome.failure })
      return outcome
    })
  }

  /** Runs one repository's part with its lock held, and tells how it ended. */
  async #outcome(
    workspace: Workspace,
    repository: WorkspaceRepository,
    kind: GitActKind,
    signal: AbortSignal,
    work: (act: Omit<Act, 'act' | 'confirmed' | 'protectedBranches'>) => Promise<ActEnd>,
  ): Promise<GitOutcome> {
    const { locks, gitAt, log } = this.#deps
    const base = { repositoryId: repository.repositoryId, repository: repository.name }
    try {
      if (signal.aborted)
        throw new Failure('git_act_cancelled', `${actNames[kind]} of ${repository.name} was cancelled`)
      this.#running.tell(workspace.id, { kind, repository: repository.name, phase: 'Waiting for its turn' })
      const end = await locks.withExclusive(repository.source, () =>
        work({
          workspace,
          repository,
          git: gitAt(repository.worktree),
          long: longRunner(this.#deps, this.#running, { workspace, repository, kind, signal }),
        }),
      )
      const outcome = { ...base, failure: null, output: '', backup: null, undo: null, ...end }
      this.#note(workspace, kind, outcome)
      return outcome
    } catch (error) {
      const failure = toFailure(error)
      if (failure.code === 'internal') log.error({ err: error, workspace: workspace.id }, 'a git act failed')
      const said = failure.details?.['output']
      const output = typeof said === 'string' ? said : ''
      const outcome: GitOutcome = {
        ...base,
        outcome: failure.code === 'git_act_cancelled' ? 'cancelled' : 'failed',
        message: failure.message,
        failure: failure.toJSON(),
        output,
        backup: null,
        undo: null,
      }
      if (failure.code !== 'git_act_refused') this.#note(workspace, kind, outcome)
      return outcome
    }
  }

  #note(workspace: Workspace, kind: GitActKind, { outcome, message, repository }: GitOutcome): void {
    if (outcome === 'nothing') return
    const level = outcome === 'done' ? 'info' : outcome === 'failed' ? 'error' : 'warning'
    this.#deps.store.change(({ note }) =>
      note(workspace.id, { level, type: `workspace.${kind}`, message, details: { repository, outcome } }),
    )
  }

  #readable(id: WorkspaceId): Workspace {
    const workspace = this.#deps.workspace(id)
    assertReadable(workspace)
    return workspace
  }
}

function pick(workspace: Workspace, id: RepositoryId): WorkspaceRepository {
  const found = workspace.repositories.find(({ repositoryId }) => repositoryId === id)
  if (found) return found
  throw new Failure('repository_not_found', `Workspace "${workspace.name}" has no repository ${id}`)
}

const chosen = (workspace: Workspace, ids: readonly RepositoryId[] | null): WorkspaceRepository[] =>
  ids === null ? workspace.repositories : ids.map((id) => pick(workspace, id))

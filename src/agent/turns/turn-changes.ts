import type { Clock } from '../../base/index.ts'
import {
  Failure,
  type Backup,
  type FileDiff,
  type Limits,
  type RepositoryDiff,
  type RepositoryId,
  type RepositoryState,
  type SessionId,
  type Turn,
  type TurnId,
  type TurnUndone,
  type Workspace,
  type WorkspaceId,
  type WorkspaceRepository,
} from '../../contracts/index.ts'
import {
  assertAtRest,
  backupSnapshot,
  diffFileOfStates,
  diffStates,
  restoreState,
  takeBack,
  type GitAt,
  type RepositoryLocks,
} from '../git/index.ts'
import type { AgentStore } from '../store/index.ts'
import type { Snapshots } from './snapshots.ts'

interface Deps {
  store: AgentStore
  gitAt: GitAt
  locks: RepositoryLocks
  clock: Clock
  limits: () => Limits
  snapshots: Snapshots
  /** Throws `workspace_not_found`. */
  workspace(id: WorkspaceId): Workspace
}

export interface TurnRef {
  workspaceId: WorkspaceId
  sessionId: SessionId
  turnId: TurnId
}

interface Recorded {
  repository: WorkspaceRepository
  before: RepositoryState
  after: RepositoryState
}

/** What a turn changed in the worktrees, and taking it back. */
export class TurnChanges {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Throws `turn_not_found`, `workspace_not_found`. */
  async diff(ref: TurnRef): Promise<RepositoryDiff[]> {
    const { gitAt, limits } = this.#deps
    const recorded = await this.#recorded(ref)
    return Promise.all(
      recorded.map((states) =>
        diffStates(gitAt(states.repository.worktree), states.repository, states, limits().diffFiles),
      ),
    )
  }

  /** Throws `turn_not_found`, `repository_not_found`, `invalid_input`. */
  async file(ref: TurnRef & { repositoryId: RepositoryId; path: string }): Promise<FileDiff> {
    const recorded = await this.#recorded(ref)
    const states = recorded.find(({ repository }) => repository.repositoryId === ref.repositoryId)
    if (!states)
      throw new Failure('repository_not_found', `The turn recorded no repository ${ref.repositoryId}`)
    const git = this.#deps.gitAt(states.repository.worktree)
    const all = await diffStates(git, states.repository, states, Number.POSITIVE_INFINITY)
    const oldPath = all.files.find(({ path }) => path === ref.path)?.oldPath ?? null
    const file = { path: ref.path, oldPath }
    return diffFileOfStates(git, states.repository, states, file, this.#deps.limits().diffFileBytes)
  }

  /** Both ends of a turn in each repository it recorded. Throws `turn_not_found`, `workspace_not_found`. */
  states(ref: TurnRef): Promise<Recorded[]> {
    return this.#recorded(ref)
  }

  /** The newest turn of a workspace whose start was recorded; null when there is none. */
  newest(workspaceId: WorkspaceId): Turn | null {
    const { sessions, turns } = this.#deps.store
    return sessions
      .listIn(workspaceId)
      .flatMap(({ entity }) => turns.ofSession(entity.id))
      .filter(({ snapshots, folded }) => !folded && snapshots.some(({ before }) => before))
      .reduce<Turn | null>(
        (newest, turn) => (newest && newest.createdAt >= turn.createdAt ? newest : turn),
        null,
      )
  }

  /**
   * Takes back what one turn changed and keeps what was changed since; HEAD stays where it is. The work as it is now
   * is kept in a backup ref first. Throws `turn_not_found`, `worktree_failed`, `merge_conflict` (then nothing of
   * that repository has changed).
   */
  async undo(ref: TurnRef): Promise<TurnUndone> {
    const recorded = await this.#recorded(ref)
    await this.#atRest(recorded.map(({ repository }) => repository))
    const backups: Backup[] = []
    const files: TurnUndone['files'] = []
    for (const { repository, before, after } of recorded) {
      if (before.commit === after.commit) continue
      await this.#safely(ref.workspaceId, repository, before, backups, async (now) => {
        const git = this.#deps.gitAt(repository.worktree)
        const paths = await takeBack(git, repository, { before, after, now })
        for (const path of paths) files.push({ repositoryId: repository.repositoryId, path })
      })
    }
    return { backups, files }
  }

  /**
   * Puts branches, indexes and files back to where a turn began; all work since is kept in backup refs first.
   * Throws `turn_not_found`, `worktree_failed`.
   */
  async restore(ref: TurnRef): Promise<TurnUndone> {
    const turn = this.#turn(ref)
    const { repositories } = this.#deps.workspace(ref.workspaceId)
    const missing = repositories.find(
      ({ repositoryId }) => !turn.snapshots.some((each) => each.repositoryId === repositoryId && each.before),
    )
    if (missing)
      throw new Failure(
        'worktree_failed',
        `The start of turn ${turn.ordinal} was not recorded in ${missing.name}`,
        {
          hint: 'The files cannot be put back. Go on without.',
        },
      )
    await this.#atRest(repositories)
    const backups: Backup[] = []
    const files: TurnUndone['files'] = []
    for (const repository of repositories) {
      const { before } = turn.snapshots.find((each) => each.repositoryId === repository.repositoryId) ?? {}
      if (!before) continue
      await this.#safely(ref.workspaceId, repository, before, backups, () =>
        restoreState(this.#deps.gitAt(repository.worktree), repository, before),
      )
    }
    return { backups, files }
  }

  /** Before the first of several is touched: all or none. Throws `worktree_failed`. */
  async #atRest(repositories: readonly WorkspaceRepository[]): Promise<void> {
    for (const repository of repositories)
      await assertAtRest(this.#deps.gitAt(repository.worktree), repository)
  }

  /** Runs `work` on a worktree whose present state has been kept (rule 1). */
  #safely(
    workspaceId: WorkspaceId,
    repository: WorkspaceRepository,
    target: RepositoryState,
    backups: Backup[],
    work: (now: RepositoryState) => Promise<void>,
  ): Promise<void> {
    const { locks, snapshots, clock, gitAt } = this.#deps
    return locks.withRef(repository.source, repository.branch, async () => {
      const now = await snapshots.of(workspaceId, repository)
      const git = gitAt(repository.worktree)
      const saved = await backupSnapshot(git, repository, workspaceId, { now, target }, clock.now())
      if (saved) {
        backups.push(saved)
        this.#tell(workspaceId, saved)
      }
      await work(now)
    })
  }

  #tell(workspaceId: WorkspaceId, backup: Backup): void {
    const { store, clock } = this.#deps
    store.change(({ tell, note }) => {
      tell({ type: 'backup', entity: { ...backup, workspaceId, createdAt: clock.now() } })
      note(workspaceId, {
        level: 'info',
        type: 'workspace.backup',
        message: `The work in ${backup.repository} was kept as ${backup.ref} before files were put back. Get it back with: ${backup.restore}`,
        details: { ...backup },
      })
    })
  }

  /** Both ends of a turn in each repository; one that has no end yet ends now, or where the next turn began. */
  async #recorded(ref: TurnRef): Promise<Recorded[]> {
    const turn = this.#turn(ref)
    const { repositories } = this.#deps.workspace(ref.workspaceId)
    const next = this.#deps.store.turns
      .ofSession(ref.sessionId)
      .find(({ ordinal }) => ordinal === turn.ordinal + 1)
    const states = repositories.map(async (repository): Promise<Recorded | null> => {
      const own = turn.snapshots.find(({ repositoryId }) => repositoryId === repository.repositoryId)
      if (!own?.before) return null
      const following = next?.snapshots.find(({ repositoryId }) => repositoryId === repository.repositoryId)
      const after =
        own.after ?? following?.before ?? (await this.#deps.snapshots.of(ref.workspaceId, repository))
      return { repository, before: own.before, after }
    })
    return (await Promise.all(states)).filter((each) => each !== null)
  }

  #turn({ workspaceId, sessionId, turnId }: TurnRef): Turn {
    const { turns, sessions } = this.#deps.store
    const turn = turns.get(turnId)
    if (turn?.sessionId !== sessionId || sessions.get(sessionId)?.entity.workspaceId !== workspaceId)
      throw new Failure('turn_not_found', `Session ${sessionId} has no turn ${turnId}`)
    return turn
  }
}

import type { Clock, Logger } from '../../base/index.ts'
import type {
  Backup,
  GitAct,
  GitActKind,
  Limits,
  PreCheckCode,
  RepositoryState,
  UndoPoint,
  Workspace,
  WorkspaceId,
  WorkspaceRepository,
} from '../../contracts/index.ts'
import type { GitAt, GitRunner, LongRunResult, RepositoryLocks, RunLong } from '../git/index.ts'
import type { AgentStore } from '../store/index.ts'
import type { ActRecords } from './act-records.ts'

export interface RemotesDeps {
  store: AgentStore
  gitAt: GitAt
  runLong: RunLong
  locks: RepositoryLocks
  clock: Clock
  limits: () => Limits
  log: Logger
  records: ActRecords
  /** How the user's environment wants ssh to be called, where the configuration says nothing. */
  sshCommand: string | null
  /** Every workspace there is. */
  workspaces(): Workspace[]
  /** The workspace whatever its state; throws `workspace_not_found`. */
  workspace(id: WorkspaceId): Workspace
  /** Records branch and files of a worktree on the workspace's hidden ref. */
  snapshot(id: WorkspaceId, repository: WorkspaceRepository): Promise<RepositoryState>
}

/** One act in one repository, while its lock is held. */
export interface Act<Kind extends GitAct = GitAct> {
  workspace: Workspace
  repository: WorkspaceRepository
  act: Kind
  confirmed: readonly PreCheckCode[]
  protectedBranches: readonly string[]
  /** Git in the worktree. */
  git: GitRunner
  /** Runs git for as long as it takes, told to everybody; `hooks` when it may run programs of the user. */
  long(args: readonly string[], hooks?: 'hooks'): Promise<LongRunResult>
}

/** How an act ended where nothing was thrown. */
export interface ActEnd {
  outcome: 'done' | 'nothing' | 'conflict'
  message: string
  output?: string
  backup?: Backup | null
  undo?: UndoPoint | null
}

export const actNames: Readonly<Record<GitActKind, string>> = {
  fetch: 'Fetch',
  push: 'Push',
  pull: 'Pull',
  rebase: 'Rebase',
  merge: 'Merge',
}

import { z } from 'zod'
import { FailureShape } from './errors.ts'
import { RepositoryId, Timestamp, WorkspaceId } from './ids.ts'
import { RepositoryState } from './session.ts'
import { Backup } from './workspace.ts'

/** What git has half done in a worktree. */
export const GitOperationKind = z.enum(['merge', 'rebase', 'cherry-pick', 'revert'])
export type GitOperationKind = z.infer<typeof GitOperationKind>

const Distance = z.object({
  /** As git names it: `origin/main`, or `main` of this repository. */
  name: z.string(),
  /** Commits of the workspace's branch that it lacks. */
  ahead: z.number().int(),
  /** Its commits that the workspace's branch lacks. */
  behind: z.number().int(),
})

/** Where one repository of a workspace stands, read without asking any remote. */
export const RepositoryGit = z.object({
  repositoryId: RepositoryId,
  repository: z.string(),
  /** The workspace's branch there. */
  branch: z.string(),
  /** Null on a branch without commits. */
  head: z.string().nullable(),
  /** Branch the worktree is really on; null when HEAD is detached. */
  onBranch: z.string().nullable(),
  /** Tracked files that differ from HEAD, unmerged ones included. */
  uncommitted: z.number().int(),
  /** Untracked files and folders that are not ignored. */
  untracked: z.number().int(),
  /** Remote that a push goes to; null when there is none. */
  remote: z.string().nullable(),
  /** Branch on a remote that a pull takes from: the upstream, else the one of the same name. */
  tracking: Distance.nullable(),
  /** The base branch, here and on the remote, as far as they exist. */
  bases: z.array(Distance),
  /** When a remote was last asked. */
  fetchedAt: Timestamp.nullable(),
  operation: z
    .object({
      kind: GitOperationKind,
      /** Files in conflict. */
      unmerged: z.number().int(),
      /** Of a rebase: commits done and to be done in all; else 0. */
      done: z.number().int(),
      total: z.number().int(),
    })
    .nullable(),
})
export type RepositoryGit = z.infer<typeof RepositoryGit>

export const GitActKind = z.enum(['fetch', 'push', 'pull', 'rebase', 'merge'])
export type GitActKind = z.infer<typeof GitActKind>

/** The git act under way in a workspace. */
export const RunningGitAct = z.object({
  kind: GitActKind,
  repository: z.string(),
  /** What git says it does, such as `Writing objects`. */
  phase: z.string(),
  /** 0 to 100; null while git does not tell. */
  percent: z.number().int().nullable(),
  startedAt: Timestamp,
})
export type RunningGitAct = z.infer<typeof RunningGitAct>

/** Live: all repositories of a workspace, and what is being done to them. */
export const WorkspaceGit = z.object({
  workspaceId: WorkspaceId,
  /** Grows with every change. */
  version: z.number().int(),
  repositories: z.array(RepositoryGit),
  act: RunningGitAct.nullable(),
})
export type WorkspaceGit = z.infer<typeof WorkspaceGit>

const branchName = z.string().min(1).max(244).regex(/^[^-]/, 'begins with a dash')

export const PullHow = z.enum(['ff', 'rebase', 'merge'])
export type PullHow = z.infer<typeof PullHow>
export const MergeHow = z.enum(['squash', 'merge', 'rebase', 'ff'])
export type MergeHow = z.infer<typeof MergeHow>
/** Whether a merge moves the branch of this repository or the one of its remote. */
export const MergeWhere = z.enum(['local', 'remote'])
export type MergeWhere = z.infer<typeof MergeWhere>

/** What a person wants done with the branches of a workspace. */
export const GitAct = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fetch') }),
  z.object({
    kind: z.literal('push'),
    /** Where the remote's branch may be replaced: only as long as it is at `expected`. */
    leases: z
      .array(z.object({ repositoryId: RepositoryId, expected: z.string().regex(/^[0-9a-f]{40,64}$/) }))
      .max(50)
      .default([]),
  }),
  z.object({ kind: z.literal('pull'), how: PullHow }),
  /** Null: onto the base branch, of the remote where that is further. */
  z.object({ kind: z.literal('rebase'), onto: branchName.nullable() }),
  z.object({
    kind: z.literal('merge'),
    /** Null: the base branch. */
    target: branchName.nullable(),
    how: MergeHow,
    where: MergeWhere,
    /** Null: proposed from the commits. */
    message: z.string().trim().min(1).max(65_536).nullable(),
  }),
])
export type GitAct = z.infer<typeof GitAct>

/** What a look before an act can find. Stable: add, never rename. */
export const PreCheckCode = z.enum([
  'operation_in_progress',
  'detached_head',
  'other_branch',
  'no_commits',
  'no_remote',
  'no_upstream',
  'no_identity',
  'dirty',
  'untracked',
  'agent_running',
  'not_fast_forward',
  'lease_outdated',
  'replaces_commits',
  'rewrites_pushed',
  'merge_commits',
  'conflicts_expected',
  'protected_branch',
  'target_missing',
  'target_is_branch',
  'target_checked_out',
  'nothing_to_do',
  'maybe_nothing_to_do',
  'new_branch',
])
export type PreCheckCode = z.infer<typeof PreCheckCode>

export const PreCheck = z.object({
  code: PreCheckCode,
  /** `stop`: it cannot be done. `confirm`: only with this code among those confirmed. `note`: good to know. */
  level: z.enum(['stop', 'confirm', 'note']),
  message: z.string(),
  hint: z.string().nullable(),
  /** Files it is about, the first hundred. */
  files: z.array(z.string()),
})
export type PreCheck = z.infer<typeof PreCheck>

export const RepositoryCheck = z.object({
  repositoryId: RepositoryId,
  repository: z.string(),
  /** The branch that will change, and with what. */
  from: z.string(),
  to: z.string(),
  /** Commits and files that will arrive there, as far as is known without asking the remote. */
  commits: z.number().int(),
  files: z.number().int(),
  /** False where there is nothing to do; the repository is passed over. */
  needed: z.boolean(),
  checks: z.array(PreCheck),
  /** Of a push that is no fast-forward: what a lease would have to expect, and commits it would drop there. */
  lease: z.object({ expected: z.string(), dropped: z.number().int() }).nullable(),
})
export type RepositoryCheck = z.infer<typeof RepositoryCheck>

/** What an act would do, and what stands in its way. Nothing was changed and no remote asked. */
export const GitActCheck = z.object({
  workspaceId: WorkspaceId,
  repositories: z.array(RepositoryCheck),
  /** At least one repository needs it and nothing stops any that does. */
  possible: z.boolean(),
  /** Codes that have to be confirmed. */
  confirm: z.array(PreCheckCode),
})
export type GitActCheck = z.infer<typeof GitActCheck>

/** Where a branch and its files were before an act and are after it, for taking the act back. */
export const UndoPoint = z.object({ before: RepositoryState, head: z.string() })
export type UndoPoint = z.infer<typeof UndoPoint>

export const GitOutcome = z.object({
  repositoryId: RepositoryId,
  repository: z.string(),
  outcome: z.enum(['done', 'nothing', 'conflict', 'failed', 'cancelled']),
  /** One sentence for a person. */
  message: z.string(),
  failure: FailureShape.nullable(),
  /** The last of what git, the user's hooks and the remote said. */
  output: z.string(),
  /** Uncommitted files kept before anything was changed. */
  backup: Backup.nullable(),
  /** Null where nothing here has moved, or the act cannot be taken back. */
  undo: UndoPoint.nullable(),
})
export type GitOutcome = z.infer<typeof GitOutcome>

/** One for each repository, in order; each stands alone, so some may have failed where others are done. */
export const GitActResult = z.object({ workspaceId: WorkspaceId, repositories: z.array(GitOutcome) })
export type GitActResult = z.infer<typeof GitActResult>

export const ConflictFile = z.object({
  path: z.string(),
  /** What each side did to it. `ours` is what was checked out: on a rebase that is the branch rebased onto. */
  ours: z.enum(['added', 'modified', 'deleted', 'absent']),
  theirs: z.enum(['added', 'modified', 'deleted', 'absent']),
  /** Conflict markers still in the file. */
  markers: z.number().int(),
  binary: z.boolean(),
  /** The file may be marked resolved as it is: both sides have it and no marker is left. */
  ready: z.boolean(),
})
export type ConflictFile = z.infer<typeof ConflictFile>

export const RepositoryConflicts = z.object({
  repositoryId: RepositoryId,
  repository: z.string(),
  branch: z.string(),
  worktree: z.string(),
  kind: GitOperationKind,
  /** What each side is, for a person. */
  oursName: z.string(),
  theirsName: z.string(),
  files: z.array(ConflictFile),
})
export type RepositoryConflicts = z.infer<typeof RepositoryConflicts>

/** How a file in conflict is settled: as it is on disk, or as one side had it (also: deleted). */
export const ResolveWith = z.enum(['file', 'ours', 'theirs'])
export type ResolveWith = z.infer<typeof ResolveWith>

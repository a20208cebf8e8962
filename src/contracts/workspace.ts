import { z } from 'zod'
import { FailureShape } from './errors.ts'
import { NodeId, ProjectId, RepositoryId, Timestamp, WorkspaceId } from './ids.ts'

export const WorkspaceStatus = z.enum([
  'pending',
  'creating',
  'running',
  'stopping',
  'stopped',
  'deleting',
  'deleted',
  'error',
])
export type WorkspaceStatus = z.infer<typeof WorkspaceStatus>

export const WorkspaceRepository = z.object({
  repositoryId: RepositoryId,
  name: z.string(),
  /** The user's own repository, whose worktree this is. */
  source: z.string(),
  /** Absolute path of the worktree on the node. */
  worktree: z.string(),
  branch: z.string(),
  baseBranch: z.string(),
  baseCommit: z.string(),
  /** False keeps it from agents: new sessions do not get its worktree, mentions do not find its files. */
  enabled: z.boolean(),
  /** True when the branch was made for this workspace; only then may deleting the workspace delete it. */
  branchMade: z.boolean(),
  /** Where the worktree's whole state is kept while the workspace is archived without its files. */
  aside: z.object({ ref: z.string(), commit: z.string() }).nullable(),
})
export type WorkspaceRepository = z.infer<typeof WorkspaceRepository>

/** An act of several steps that has begun: a daemon that was killed finishes it or takes it back. */
export const UnderWay = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('create') }),
  /** `starts`: the commits its branches were made at, in the order of its repositories; null: a branch without one. */
  z.object({ kind: z.literal('copy'), starts: z.array(z.string().nullable()) }),
  z.object({ kind: z.literal('restart') }),
  z.object({ kind: z.literal('archive'), worktrees: z.enum(['keep', 'remove']) }),
  /** `branch`: the new one it is brought back on; null: its own. */
  z.object({ kind: z.literal('unarchive'), branch: z.string().nullable() }),
  z.object({ kind: z.literal('delete'), branches: z.enum(['keep', 'delete']) }),
  z.object({ kind: z.literal('rename-branch'), to: z.string() }),
])
export type UnderWay = z.infer<typeof UnderWay>

export const Workspace = z.object({
  id: WorkspaceId,
  projectId: ProjectId,
  nodeId: NodeId,
  name: z.string(),
  branch: z.string(),
  status: WorkspaceStatus,
  error: FailureShape.nullable(),
  /** What the user asked for when creating it; empty when nothing. */
  prompt: z.string(),
  /** Managed folder that holds the worktrees. */
  folder: z.string(),
  /** Out of the lists; sessions and what they said are kept. */
  archived: z.boolean(),
  /** First in the lists. */
  pinned: z.boolean(),
  /** Where new sessions start; null: the only enabled worktree, else the folder that holds them all. */
  activeRepositoryId: RepositoryId.nullable(),
  /** Folder below that in which new sessions start, with forward slashes; empty: that folder itself. */
  workingDirectory: z.string(),
  underWay: UnderWay.nullable(),
  repositories: z.array(WorkspaceRepository),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  /** Grows with every change; an older revision never overwrites a newer one. */
  revision: z.number().int(),
})
export type Workspace = z.infer<typeof Workspace>

/** What a branch name that is taken means: refuse, or add -2, -3, … */
export const BranchPolicy = z.enum(['unique', 'suffix'])
export type BranchPolicy = z.infer<typeof BranchPolicy>

/** Uncommitted work kept before something was removed, and how to get it back. */
export const Backup = z.object({
  repositoryId: RepositoryId,
  repository: z.string(),
  /** `refs/switchyard/backup/<workspace>/<time>` in the user's repository. */
  ref: z.string(),
  commit: z.string(),
  files: z.number().int(),
  /** A command line that brings the work back. */
  restore: z.string(),
})
export type Backup = z.infer<typeof Backup>

/** What deleting a workspace ends and saves, in numbers. */
export const DeletionImpact = z.object({
  repositories: z.array(
    z.object({
      repositoryId: RepositoryId,
      repository: z.string(),
      branch: z.string(),
      uncommittedFiles: z.number().int(),
      /** Commits of the branch that no other branch or remote holds. */
      unmergedCommits: z.number().int(),
      /** Its files and folders that git ignores; no backup keeps them. */
      ignored: z.number().int(),
      /** The branch was made for this workspace, so that it may be deleted with it. */
      branchMade: z.boolean(),
    }),
  ),
  runningSessions: z.number().int(),
  terminals: z.number().int(),
})
export type DeletionImpact = z.infer<typeof DeletionImpact>

export const WorkspaceDeleted = z.object({
  id: WorkspaceId,
  status: z.literal('deleted'),
  backups: z.array(Backup),
  /** Branches left in the user's repositories. */
  branchesKept: z.array(z.object({ repository: z.string(), branch: z.string() })),
  /** Branches deleted on request, and the backup ref that keeps their commits. */
  branchesDeleted: z.array(z.object({ repository: z.string(), branch: z.string(), ref: z.string() })),
})
export type WorkspaceDeleted = z.infer<typeof WorkspaceDeleted>

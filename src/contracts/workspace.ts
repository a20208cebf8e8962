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
})
export type WorkspaceRepository = z.infer<typeof WorkspaceRepository>

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
  archived: z.boolean(),
  pinned: z.boolean(),
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
})
export type WorkspaceDeleted = z.infer<typeof WorkspaceDeleted>

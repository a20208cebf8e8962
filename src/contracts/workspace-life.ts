import { z } from 'zod'
import { RepositoryId, TurnId } from './ids.ts'

/** A folder inside another, with forward slashes; empty: that folder itself. */
export const RelativeFolder = z
  .string()
  .trim()
  .max(1_000)
  .refine((path) => !/[\u0000-\u001f\u007f]/.test(path), 'holds a control character')

/** What of a workspace may be chosen at any time. What is absent stays as it is. */
export const WorkspaceChoices = z.object({
  pinned: z.boolean().optional(),
  /** Repositories that agents get; at least one. */
  enabled: z.array(RepositoryId).min(1).max(50).optional(),
  activeRepositoryId: RepositoryId.nullable().optional(),
  workingDirectory: RelativeFolder.optional(),
})
export type WorkspaceChoices = z.infer<typeof WorkspaceChoices>

const Distance = z.object({
  /** What it is measured against, such as `main` or `origin/main`. */
  name: z.string(),
  ahead: z.number().int(),
  behind: z.number().int(),
})

/** A worktree as git sees it now. */
export const RepositoryStatus = z.object({
  repositoryId: RepositoryId,
  repository: z.string(),
  /** Checked-out branch, null when HEAD is detached. */
  branch: z.string().nullable(),
  staged: z.number().int(),
  changed: z.number().int(),
  untracked: z.number().int(),
  conflicted: z.number().int(),
  /** Null when the base branch is gone or the branch has no commits. */
  base: Distance.nullable(),
  /** Null when the branch follows none. */
  upstream: Distance.nullable(),
  /** Why git cannot tell; null when it can. */
  error: z.string().nullable(),
})
export type RepositoryStatus = z.infer<typeof RepositoryStatus>

/** What becomes of a workspace's branches when it is deleted; one the app did not make always stays. */
export const DeletedBranches = z.enum(['keep', 'delete'])
export type DeletedBranches = z.infer<typeof DeletedBranches>

/** What becomes of its files when it is archived: they stay, or are put aside in backup refs and removed. */
export const ArchivedWorktrees = z.enum(['keep', 'remove'])
export type ArchivedWorktrees = z.infer<typeof ArchivedWorktrees>

/** What a copy of a workspace begins with, beside the newest commits of its branch. */
export const CopyOf = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('commits') }),
  /** All that is uncommitted, staged as it was; `move` takes it out of the workspace it came from. */
  z.object({ kind: z.literal('uncommitted'), move: z.boolean() }),
  /** The files as they were when that turn ended, uncommitted. */
  z.object({ kind: z.literal('turn'), turnId: TurnId }),
])
export type CopyOf = z.infer<typeof CopyOf>

/** Whether the base branch has what a workspace's branch has. */
export const MergedState = z.object({
  repositories: z.array(
    z.object({
      repositoryId: RepositoryId,
      repository: z.string(),
      branch: z.string(),
      base: z.string(),
      /** `empty`: no commits of its own. `gone`: branch or base cannot be found. */
      state: z.enum(['merged', 'unmerged', 'empty', 'gone']),
    }),
  ),
  /** Every repository is merged or empty, and at least one is merged. */
  merged: z.boolean(),
  uncommittedFiles: z.number().int(),
})
export type MergedState = z.infer<typeof MergedState>

/** What a workspace's folder takes on disk. */
export const DiskSize = z.object({ bytes: z.number().int(), files: z.number().int() })
export type DiskSize = z.infer<typeof DiskSize>

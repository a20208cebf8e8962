import { z } from 'zod'
import { RepositoryId } from './ids.ts'

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

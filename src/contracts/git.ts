import { z } from 'zod'
import { RepositoryId, WorkspaceId } from './ids.ts'

/** Added, modified, deleted, renamed, type changed, unmerged. Untracked files count as added. */
export const FileStatus = z.enum(['A', 'M', 'D', 'R', 'T', 'U'])
export type FileStatus = z.infer<typeof FileStatus>

export const ChangedFile = z.object({
  path: z.string(),
  oldPath: z.string().nullable(),
  status: FileStatus,
  /** Lines; 0 for binary files. */
  added: z.number().int(),
  removed: z.number().int(),
  binary: z.boolean(),
  /** True when the worktree differs from HEAD in this file. */
  uncommitted: z.boolean(),
})
export type ChangedFile = z.infer<typeof ChangedFile>

/** All that differs between the merge base with the base branch and the worktree, untracked files included. */
export const RepositoryDiff = z.object({
  repositoryId: RepositoryId,
  repository: z.string(),
  branch: z.string(),
  baseBranch: z.string(),
  mergeBase: z.string(),
  head: z.string(),
  files: z.array(ChangedFile),
  /** True when there are more files than the limit; `files` holds the first ones. */
  truncated: z.boolean(),
  added: z.number().int(),
  removed: z.number().int(),
  uncommittedFiles: z.number().int(),
})
export type RepositoryDiff = z.infer<typeof RepositoryDiff>

/** Both sides of one file. A text is null when that side does not exist, is binary or is too large. */
export const FileDiff = z.object({
  repositoryId: RepositoryId,
  path: z.string(),
  oldPath: z.string().nullable(),
  status: FileStatus,
  binary: z.boolean(),
  tooLarge: z.boolean(),
  oldText: z.string().nullable(),
  newText: z.string().nullable(),
})
export type FileDiff = z.infer<typeof FileDiff>

/** Counts for the sidebar; `version` grows whenever the worktrees changed, so a view knows to refetch. */
export const ChangeSummary = z.object({
  workspaceId: WorkspaceId,
  version: z.number().int(),
  files: z.number().int(),
  added: z.number().int(),
  removed: z.number().int(),
})
export type ChangeSummary = z.infer<typeof ChangeSummary>

export const CommitResult = z.object({
  commits: z.array(
    z.object({
      repositoryId: RepositoryId,
      repository: z.string(),
      sha: z.string(),
      files: z.number().int(),
    }),
  ),
})
export type CommitResult = z.infer<typeof CommitResult>

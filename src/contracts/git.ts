import { z } from 'zod'
import { RepositoryId, Timestamp, WorkspaceId } from './ids.ts'

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
  /** Git's modes, such as `100755` (runs), `120000` (link), `160000` (submodule); null where the file is not. */
  oldMode: z.string().nullable(),
  newMode: z.string().nullable(),
  /** True when the worktree differs from HEAD in this file. */
  uncommitted: z.boolean(),
  /** The index differs from HEAD in this file. */
  staged: z.boolean(),
  /** The worktree differs from the index in this file; true also of untracked ones. */
  unstaged: z.boolean(),
  /** Stays the same as long as both sides do. */
  stamp: z.string(),
  /** The user marked it as viewed, and its content is still the one he saw. */
  viewed: z.boolean(),
})
export type ChangedFile = z.infer<typeof ChangedFile>

/** All that differs in one repository between the two sides of a scope, untracked files included. */
export const RepositoryDiff = z.object({
  repositoryId: RepositoryId,
  repository: z.string(),
  branch: z.string(),
  baseBranch: z.string(),
  /** The commit of the old side. */
  mergeBase: z.string(),
  /** The commit the worktree is at, or that of the new side. */
  head: z.string(),
  files: z.array(ChangedFile),
  /** True when there are more files than the limit; `files` holds the first ones. */
  truncated: z.boolean(),
  added: z.number().int(),
  removed: z.number().int(),
  uncommittedFiles: z.number().int(),
})
export type RepositoryDiff = z.infer<typeof RepositoryDiff>

/** How the bytes of a text are read. `latin1` stands for all that is neither UTF-8 nor UTF-16: Windows-1252. */
export const DiffEncoding = z.enum(['utf8', 'utf16le', 'utf16be', 'latin1'])
export type DiffEncoding = z.infer<typeof DiffEncoding>

export const DiffLineEnds = z.enum(['lf', 'crlf', 'mixed', 'none'])
export type DiffLineEnds = z.infer<typeof DiffLineEnds>

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
  oldEncoding: DiffEncoding,
  newEncoding: DiffEncoding,
  oldLineEnds: DiffLineEnds,
  newLineEnds: DiffLineEnds,
})
export type FileDiff = z.infer<typeof FileDiff>

/** The changed lines of one file with some around them. */
export const FilePatch = z.object({
  path: z.string(),
  /** As `git diff` writes it, without the file's header; null when binary, too large, or without changed lines. */
  patch: z.string().nullable(),
  binary: z.boolean(),
  /** Larger than is sent unasked: ask for it alone. */
  tooLarge: z.boolean(),
  encoding: DiffEncoding,
  /** Where only line ends differ in some lines, which then are not in the patch: what they were, and what they are. */
  lineEnds: z.object({ old: DiffLineEnds, new: DiffLineEnds }).nullable(),
})
export type FilePatch = z.infer<typeof FilePatch>

/** The bytes of one side of a file; null when that side does not exist or is over the limit. */
export const FileSide = z.object({
  data: z.base64().nullable(),
  /** Bytes; 0 where the side does not exist. */
  size: z.number().int(),
  exists: z.boolean(),
})
export type FileSide = z.infer<typeof FileSide>

/** A commit of a workspace's branch that its base branch does not have. */
export const BranchCommit = z.object({
  sha: z.string(),
  subject: z.string(),
  author: z.string(),
  committedAt: Timestamp,
})
export type BranchCommit = z.infer<typeof BranchCommit>

/** Newest first. */
export const BranchCommits = z.object({
  repositoryId: RepositoryId,
  repository: z.string(),
  commits: z.array(BranchCommit),
  /** True when there are more than are listed. */
  truncated: z.boolean(),
})
export type BranchCommits = z.infer<typeof BranchCommits>

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

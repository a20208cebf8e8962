import { z } from 'zod'
import { CommitResult } from './git.ts'
import { RepositoryId, WorkspaceId } from './ids.ts'
import { Backup } from './workspace.ts'

const path = z.string().min(1).max(4096)
const sha = z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/)

/**
 * A hunk as it was shown: where it begins on both sides (line numbers of its `@@` line), its lines with the sign in
 * front (` `, `-` or `+`), and which of them are meant, by index; null means all that are changed.
 */
export const ShownHunk = z.object({
  oldStart: z.number().int().nonnegative(),
  newStart: z.number().int().nonnegative(),
  lines: z
    .array(
      z
        .string()
        .regex(/^[ +-]/)
        .max(100_000),
    )
    .max(50_000),
  chosen: z.array(z.number().int().nonnegative()).max(50_000).nullable(),
})
export type ShownHunk = z.infer<typeof ShownHunk>

/** A file to act on; all of it where `hunks` is null. */
export const ChosenFile = z.object({
  path,
  /** The name before, where it was renamed. */
  oldPath: path.nullable().default(null),
  hunks: z.array(ShownHunk).min(1).max(5_000).nullable().default(null),
})
export type ChosenFile = z.infer<typeof ChosenFile>

/** What was looked at when files were chosen: a commit on the old side, and what stood on the new one. */
export const ShownSides = z.object({ old: sha, new: z.enum(['worktree', 'index']) })
export type ShownSides = z.infer<typeof ShownSides>

export const ChosenChanges = z.object({
  workspaceId: WorkspaceId,
  repositoryId: RepositoryId,
  /** Needed where a file has hunks. Where the lines are not there any more as shown, `file_changed` is thrown. */
  shown: ShownSides.nullable().default(null),
  files: z.array(ChosenFile).min(1).max(5_000),
})
export type ChosenChanges = z.infer<typeof ChosenChanges>

/** Mode and object of a path in the index; null where it is not there. */
const IndexEntry = z.object({ mode: z.string().max(6), oid: sha }).nullable()

/** What is needed to take a discard back, as long as nobody has changed the files since. */
export const DiscardUndo = z.object({
  workspaceId: WorkspaceId,
  repositoryId: RepositoryId,
  /** The backup that was taken before. */
  ref: z.string().max(500),
  files: z
    .array(
      z.object({
        path,
        index: IndexEntry,
        /** What the discard left behind: it must still be so. */
        left: z.object({ index: IndexEntry, worktree: sha.nullable() }),
      }),
    )
    .max(10_000),
})
export type DiscardUndo = z.infer<typeof DiscardUndo>

export const Staged = z.object({ files: z.array(z.string()) })
export type Staged = z.infer<typeof Staged>

export const Discarded = z.object({
  files: z.array(z.string()),
  backup: Backup.nullable(),
  /** Null when nothing was discarded. */
  undo: DiscardUndo.nullable(),
})
export type Discarded = z.infer<typeof Discarded>

/** What a commit takes and how it is made. */
export const CommitHow = z.object({
  /** Everything uncommitted, what is staged, or (to reword the last commit) nothing. */
  what: z.enum(['all', 'staged', 'nothing']),
  /** Null keeps the message of the commit that is amended. */
  message: z.string().trim().min(1).max(65_536).nullable(),
  /** Makes the last commit anew. */
  amend: z.boolean().default(false),
  /** Also where a remote has that commit: others may have built on it. Else `already_pushed` is thrown. */
  amendPushed: z.boolean().default(false),
  signOff: z.boolean().default(false),
  /** Leaves out the hooks of the repository. */
  noVerify: z.boolean().default(false),
})
export type CommitHow = z.infer<typeof CommitHow>

/** What git and its hooks print while a commit is made, as it comes; the last one says what was made. */
export const CommitEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('output'), repository: z.string(), text: z.string() }),
  z.object({ type: z.literal('done'), commits: CommitResult.shape.commits }),
])
export type CommitEvent = z.infer<typeof CommitEvent>

/** What a commit of one repository would be about. */
export const CommitOutlook = z.object({
  repositoryId: RepositoryId,
  repository: z.string(),
  /** Paths with changes in the index, and with changes that are not (untracked ones too). */
  staged: z.array(z.string()),
  unstaged: z.array(z.string()),
  /** The commit an amend would make anew; null on a branch of which the base branch has every commit. */
  last: z.object({ sha, message: z.string(), pushed: z.boolean() }).nullable(),
  /** First lines of the newest commits, newest first: how messages look here. */
  subjects: z.array(z.string()),
})
export type CommitOutlook = z.infer<typeof CommitOutlook>

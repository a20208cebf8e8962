import { z } from 'zod'
import { SessionId, Timestamp, WorkspaceId } from './ids.ts'

/** A worktree in a folder that no record knows. */
const LeftWorktree = z.object({
  path: z.string(),
  /** Its repository; null when that is not to be found, and its work cannot be kept then. */
  source: z.string().nullable(),
  branch: z.string().nullable(),
  /** Null when it cannot be told. */
  uncommittedFiles: z.number().int().nullable(),
})

/** What is on a node and belongs to nothing that its records know. Nothing of it goes by itself. */
export const Orphan = z.discriminatedUnion('kind', [
  /** A folder in the managed root without a workspace. */
  z.object({
    kind: z.literal('folder'),
    id: z.string(),
    path: z.string(),
    changedAt: Timestamp,
    worktrees: z.array(LeftWorktree),
    /** Beside the worktrees; they are never deleted. */
    otherFiles: z.number().int(),
    /** Why it cannot be cleaned; null when it can. */
    refused: z.string().nullable(),
  }),
  /** Processes of a session that is stopped or unknown. */
  z.object({
    kind: z.literal('processes'),
    id: z.string(),
    sessionId: SessionId,
    processes: z.array(z.object({ pid: z.number().int(), command: z.string() })),
  }),
  /** Hidden refs of a workspace that is deleted or unknown: backups of its uncommitted work, snapshots of its turns. */
  z.object({
    kind: z.literal('refs'),
    id: z.string(),
    source: z.string(),
    workspaceId: WorkspaceId,
    /** Its last name; null when no record knows it. */
    workspace: z.string().nullable(),
    refs: z.array(z.object({ name: z.string(), createdAt: Timestamp, title: z.string() })),
  }),
])
export type Orphan = z.infer<typeof Orphan>

/** What cleaning one came to. */
export const OrphanCleaned = z.object({
  id: z.string(),
  /** Uncommitted work that was kept first, and the command that gets it back. */
  backups: z.array(z.object({ ref: z.string(), files: z.number().int(), restore: z.string() })),
  /** The folder with files that are not ours to delete; null when nothing is left. */
  kept: z.string().nullable(),
})
export type OrphanCleaned = z.infer<typeof OrphanCleaned>

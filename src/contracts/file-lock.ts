import { z } from 'zod'
import { ApprovalId, FileLockId, RepositoryId, SessionId, Timestamp, TurnId, WorkspaceId } from './ids.ts'

/**
 * A file of a workspace that one session is about to change or changes: no other session may write it meanwhile.
 * It is freed at the end of the tool call, the turn or the session.
 */
export const FileLock = z.object({
  id: FileLockId,
  workspaceId: WorkspaceId,
  /** Who holds it. */
  sessionId: SessionId,
  turnId: TurnId,
  /** Null for a file of the workspace's folder that is in no worktree. */
  repositoryId: RepositoryId.nullable(),
  /** Relative to the worktree, links resolved; `.` is all of it. */
  path: z.string(),
  /** What told of it first. */
  from: z.enum(['permission', 'tool_call', 'write']),
  /** Approvals of other sessions that are held until it is free. */
  waiting: z.array(z.object({ sessionId: SessionId, approvalId: ApprovalId })),
  since: Timestamp,
  releasedAt: Timestamp.nullable(),
  revision: z.number().int(),
})
export type FileLock = z.infer<typeof FileLock>

/** The locks that hold an approval back; empty when it can be answered. */
export const locksHolding = (locks: Iterable<FileLock>, approvalId: ApprovalId): FileLock[] =>
  [...locks].filter(({ waiting }) => waiting.some((waits) => waits.approvalId === approvalId))

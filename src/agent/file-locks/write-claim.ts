import {
  Failure,
  type ApprovalId,
  type FileLock,
  type SessionId,
  type TurnId,
  type WorkspaceId,
} from '../../contracts/index.ts'
import type { Claim } from './lock-table.ts'
import type { RealFile } from './real-path.ts'

/** A session with the turn it works on. */
export interface LockOwner {
  sessionId: SessionId
  workspaceId: WorkspaceId
  turnId: TurnId
}

/** What a session wants to write. */
export interface WriteClaim extends Claim {
  owner: LockOwner
  files: readonly RealFile[]
  /** What told of it. */
  from: FileLock['from']
  /** The approval that waits for the files; null for a call that goes on without waiting. */
  approvalId: ApprovalId | null
}

/** `call` is null for what belongs to no tool call: it ends with the turn. */
export const writeClaim = (
  owner: LockOwner,
  call: string | null,
  files: readonly RealFile[],
  from: FileLock['from'],
  approvalId: ApprovalId | null = null,
): WriteClaim => ({
  owner,
  session: owner.sessionId,
  call,
  keys: files.map(({ key }) => key),
  files,
  from,
  approvalId,
})

/** One call of one session, as a text. */
export const callKey = (session: SessionId, call: string | null): string => `${session} ${call ?? ''}`

/** What somebody is told who wants to write what a session called `holder` holds. */
export const fileLocked = (lock: FileLock, holder: string, hint?: string): Failure =>
  new Failure('file_locked', `${lock.path} is being changed by session "${holder}"`, {
    ...(hint === undefined ? {} : { hint }),
    details: {
      path: lock.path,
      lockId: lock.id,
      sessionId: lock.sessionId,
      session: holder,
      since: lock.since,
    },
  })

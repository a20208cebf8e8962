import type { Failure, ApprovalId, FileLock, SessionId, TurnId, WorkspaceId } from '../../contracts/index.ts'
import type { Change } from '../store/index.ts'
import type { FileLocks } from './file-locks.ts'
import { realFile, type FilesRoot, type RealFile } from './real-path.ts'
import { fileLocked, writeClaim, type LockOwner, type WriteClaim } from './write-claim.ts'
import { isOver, learn, unknownCall, writes, type KnownCall, type SaidCall } from './writing-call.ts'

interface SessionLocksDeps {
  locks: FileLocks
  sessionId: SessionId
  workspaceId: WorkspaceId
  /** Where the workspace's files are, and where the agent works. */
  root(): FilesRoot & { cwd: string }
}

/** How an approval is left when its files are free. */
type Asked = 'free' | 'held'

/**
 * What one session's agent says of its tool calls, turned into locks on the files they write: taken when the first
 * word of a write comes, whichever way, and freed at the end of the call or of the turn.
 */
export class SessionLocks {
  readonly #deps: SessionLocksDeps
  readonly #calls = new Map<string, KnownCall>()
  /** Calls that were asked about, by their approval. */
  readonly #asked = new Map<ApprovalId, string>()
  #turnId: TurnId | null = null

  constructor(deps: SessionLocksDeps) {
    this.#deps = deps
  }

  begin(turnId: TurnId): void {
    this.#turnId = turnId
    this.#calls.clear()
    this.#asked.clear()
  }

  /** The turn is over, inside the caller's change; the function returned is called when that is committed. */
  endInto(change: Change): () => void {
    this.#turnId = null
    return this.#deps.locks.releaseInto(change, this.#deps.sessionId)
  }

  /** An update about a tool call. */
  heard(said: SaidCall): void {
    const owner = this.#owner()
    if (!owner) return
    const call = this.#learn(said)
    const { locks, sessionId } = this.#deps
    const id = said.toolCallId
    if (isOver(call)) {
      if (call.status === 'completed' && writes(call))
        locks.tellWritten(this.#claim(owner, id, call, 'tool_call'))
      this.#calls.delete(id)
      locks.release(sessionId, id)
      return
    }
    if (call.status !== 'in_progress' || !writes(call)) return
    const claim = this.#claim(owner, id, call, 'tool_call')
    if (claim.keys.length === 0) return
    locks.begins(sessionId, id)
    // It goes on anyway: what it still lacks it gets when that is free, so that nobody comes between.
    if (locks.take(claim).length > 0 && !locks.waitsFor(claim)) locks.wait(claim, () => undefined)
  }

  /**
   * A permission request about a tool call: `held` while another session holds one of its files. `free` is called
   * when that is over.
   */
  ask(said: SaidCall, approvalId: ApprovalId, free: () => void): Asked {
    const owner = this.#owner()
    const call = this.#learn(said)
    if (!owner || !writes(call)) return 'free'
    const { locks } = this.#deps
    const claim = { ...this.#claim(owner, said.toolCallId, call, 'permission'), approvalId }
    if (claim.keys.length === 0) return 'free'
    this.#asked.set(approvalId, said.toolCallId)
    if (locks.inTheWay(claim).length === 0) {
      locks.take(claim)
      return 'free'
    }
    locks.wait(claim, free)
    return 'held'
  }

  /** Throws `file_locked` while the approval is held: it cannot be allowed then. */
  checkFree(approvalId: ApprovalId): void {
    const [lock] = this.#deps.locks.holding(approvalId)
    if (lock)
      throw this.#refusal(lock, 'It can be answered when that is done. To let it go on now: Go on anyway')
  }

  /** The user lets a held approval go on. */
  letGo(approvalId: ApprovalId): void {
    this.#deps.locks.letGo(approvalId)
  }

  /** The approval has an outcome: its call writes now, or never. */
  answered(approvalId: ApprovalId, allowed: boolean): void {
    const id = this.#asked.get(approvalId)
    if (id === undefined) return
    this.#asked.delete(approvalId)
    const { locks, sessionId } = this.#deps
    if (allowed) locks.begins(sessionId, id)
    else if (this.#calls.get(id)?.status !== 'in_progress') locks.release(sessionId, id)
  }

  /** The agent writes a file through us. Throws `file_locked`. */
  write(path: string): void {
    const owner = this.#owner()
    const file = this.#file(path)
    if (!owner || !file) return
    const { locks, sessionId } = this.#deps
    const call = this.#callOf(file)
    const claim = writeClaim(owner, call, [file], 'write')
    const [lock] = locks.inTheWay(claim)
    if (lock && !locks.mayGoOn(claim)) throw this.#refusal(lock, 'Try again when that is done')
    locks.begins(sessionId, call)
    locks.take(claim)
  }

  #learn(said: SaidCall): KnownCall {
    const call = learn(this.#calls.get(said.toolCallId) ?? unknownCall, said)
    this.#calls.set(said.toolCallId, call)
    return call
  }

  #claim(owner: LockOwner, id: string, { paths }: KnownCall, from: FileLock['from']): WriteClaim {
    const files = paths.flatMap((path) => this.#file(path) ?? [])
    return writeClaim(owner, id, files, from)
  }

  #file(path: string): RealFile | null {
    const root = this.#deps.root()
    return realFile(root, root.cwd, path)
  }

  /** The call that a write belongs to: the one that names the file, else the latest that is open. */
  #callOf(file: RealFile): string | null {
    const open = [...this.#calls].toReversed()
    const names = ([, { paths }]: [string, KnownCall]): boolean =>
      paths.some((path) => this.#file(path)?.file === file.file)
    return (open.find(names) ?? open[0])?.[0] ?? null
  }

  #owner(): LockOwner | null {
    const { sessionId, workspaceId } = this.#deps
    return this.#turnId === null ? null : { sessionId, workspaceId, turnId: this.#turnId }
  }

  #refusal(lock: FileLock, hint: string): Failure {
    return fileLocked(lock, this.#deps.locks.titleOf(lock.sessionId), `${hint}.`)
  }
}

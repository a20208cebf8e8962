import type { Clock, Hub, Logger, NewId, Redactor, Scope } from '../../base/index.ts'
import type {
  AgentProfile,
  Limits,
  LiveUpdate,
  RepositoryId,
  RepositoryState,
  SessionId,
  TerminalId,
  TurnUndone,
  WorkspaceId,
} from '../../contracts/index.ts'
import type { FileLocks } from '../file-locks/index.ts'
import type { TurnRef } from '../hosts.ts'
import type { AgentStore } from '../store/index.ts'
import type { AgentCommandLine } from './agent-process.ts'
import type { RunningProgram, RunProgram } from '../terminals/index.ts'
import type { WorkspaceRoot } from '../workspaces/index.ts'
import type { AttachmentFiles } from './attachment-files.ts'

/** What the session host is given by the daemon. */
export interface SessionHostDeps {
  store: AgentStore
  clock: Clock
  newId: NewId
  /** The limits in force now; the control plane may change them while we run. */
  limits: () => Limits
  log: Logger
  scope: Scope
  /** Text as it streams goes here at once. */
  live: Hub<LiveUpdate>
  /** Learns the secrets of profiles, and takes them out of what agents say. */
  redactor: Redactor
  /** The daemon's own environment, from which agents get the few variables any program needs. */
  env: Readonly<Record<string, string | undefined>>
  attachments: AttachmentFiles
  /** Which session writes which file. */
  fileLocks: FileLocks
  /** Our version, told to agents. */
  appVersion: string
  workspaceRoot(id: WorkspaceId): WorkspaceRoot
  /** Records the worktrees of a workspace; without those that could not be recorded. */
  snapshot(id: WorkspaceId): Promise<ReadonlyMap<RepositoryId, RepositoryState>>
  /** Puts the worktrees back to where a turn began, keeping the work since. */
  restore(ref: TurnRef): Promise<TurnUndone>
  /** Takes back what a turn changed, keeping the work since. */
  undo(ref: TurnRef): Promise<TurnUndone>
  /** How to start an agent on this node; see `commandLineOf`. */
  profileCommand(profile: AgentProfile): AgentCommandLine | Promise<AgentCommandLine>
}

/** What one session is given. */
export interface LiveSessionDeps extends SessionHostDeps {
  /** Whether files of the session are being put back: no turn begins meanwhile. */
  isPuttingBack(id: SessionId): boolean
}

/** What sessions in terminals are given by the daemon. */
export interface TerminalSessionDeps extends Pick<
  SessionHostDeps,
  | 'store'
  | 'clock'
  | 'newId'
  | 'limits'
  | 'log'
  | 'scope'
  | 'redactor'
  | 'env'
  | 'workspaceRoot'
  | 'profileCommand'
> {
  terminals: {
    run(request: RunProgram): Promise<RunningProgram>
    text(id: TerminalId, lines: number): Promise<string>
  }
  /** Throws `agent_unavailable` when the profile's program is not there. */
  requireProgram(profile: AgentProfile): Promise<void>
}

export interface TranscriptDeps extends Pick<
  SessionHostDeps,
  'store' | 'clock' | 'newId' | 'limits' | 'live' | 'redactor'
> {
  /** What was to be written by and by could not be. */
  unwritten(error: unknown): void
}

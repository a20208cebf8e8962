import type { SessionId, TerminalId, WorkspaceId } from '../../contracts/index.ts'
import type { TerminalWatch } from './live-terminal.ts'

/** A session's program, and the terminal it is to run in. */
export interface RunProgram {
  id: TerminalId
  workspaceId: WorkspaceId
  sessionId: SessionId
  title: string
  command: string
  args: readonly string[]
  cwd: string
  /** All of it: nothing is added. */
  env: Record<string, string>
  /** The terminal before it in the same session: what that showed stays above. It is put away. */
  after: TerminalId | null
  /** Takes secrets out of what is written to disk. */
  redact(text: string): string
  watch: TerminalWatch & {
    /** Once, when the program has ended; null when a signal ended it. `tail` are its last lines. */
    exit(exitCode: number | null, tail: string): void
  }
}

export interface RunningProgram {
  readonly pid: number
  /** Types a text and Enter; resolves to whether it went as one marked paste. */
  type(text: string): Promise<boolean>
  /** Hangs up, then kills; resolves when the program has ended. */
  end(): Promise<void>
}

/** What concerns the end of a terminal's program, beside the terminal itself. */
export interface ProgramOwner {
  redact(text: string): string
  exit(exitCode: number | null, tail: string): void
}

/** A shell of the user's: its screen is kept as it is, and nobody waits for its end. */
export const nobody: ProgramOwner = { redact: (text: string): string => text, exit: (): void => undefined }

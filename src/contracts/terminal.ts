import { z } from 'zod'
import { SessionId, TerminalId, Timestamp, WorkspaceId } from './ids.ts'

export const TerminalSize = z.object({
  cols: z.number().int().min(2).max(1000),
  rows: z.number().int().min(1).max(1000),
})
export type TerminalSize = z.infer<typeof TerminalSize>

export const Terminal = z.object({
  id: TerminalId,
  workspaceId: WorkspaceId,
  /** The session whose program it shows; null for a terminal the user opened. */
  sessionId: SessionId.nullable(),
  title: z.string(),
  /** The program it runs, such as `/bin/bash`. */
  shell: z.string(),
  cwd: z.string(),
  /** `exited` keeps its last screen to be read; `closed` was put away by the user and is not listed. */
  status: z.enum(['running', 'exited', 'closed']),
  /** Exit code, or null when a signal or the node agent's death ended it. */
  exitCode: z.number().int().nullable(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  revision: z.number().int(),
})
export type Terminal = z.infer<typeof Terminal>

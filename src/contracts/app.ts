import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { commentProcedures } from './app-comments.ts'
import { editorProcedures } from './app-editors.ts'
import { fileProcedures } from './app-files.ts'
import { backupProcedures } from './app-backups.ts'
import { gitProcedures } from './app-git.ts'
import { remotesProcedures } from './app-remotes.ts'
import { hostingProcedures } from './app-hosting.ts'
import { sessionProcedures } from './app-sessions.ts'
import { stagingProcedures } from './app-staging.ts'
import { workspaceProcedures } from './app-workspaces.ts'
import { AuditFilter, AuditPage } from './audit.ts'
import { AppEvent, Cursor, Snapshot } from './events.ts'
import { RepositoryId, TerminalId, Timestamp, WorkspaceId } from './ids.ts'
import { Event } from './journal.ts'
import { Node } from './node.ts'
import { Orphan, OrphanCleaned } from './orphan.ts'
import { idempotencyKey, procedure, reference } from './procedure.ts'
import { AgentInfo } from './profile.ts'
import { Settings, SettingsPatch } from './settings.ts'
import { Terminal, TerminalSize } from './terminal.ts'

export const ControlPlaneStatus = z.object({
  controlPlane: z.object({
    version: z.string(),
    pid: z.number().int(),
    startedAt: Timestamp,
    host: z.enum(['electron', 'web']),
    home: z.string(),
    url: z.string().nullable(),
    memoryRss: z.number(),
  }),
  nodes: z.array(Node),
  counts: z.object({
    projects: z.number().int(),
    workspaces: z.number().int(),
    sessions: z.number().int(),
    runningTurns: z.number().int(),
    pendingApprovals: z.number().int(),
    terminals: z.number().int(),
  }),
})
export type ControlPlaneStatus = z.infer<typeof ControlPlaneStatus>

/** What stopping the node agent ends. */
export const StopImpact = z.object({
  runningTurns: z.number().int(),
  sessions: z.number().int(),
  terminals: z.number().int(),
})

/** Renderer, browser and CLI → control plane. */
export const appContract = {
  status: procedure.output(ControlPlaneStatus),
  stop: {
    impact: procedure.output(StopImpact),
    /** Ends the control plane once this has been answered; `agent` ends the local node agent too. */
    now: procedure.input(z.object({ agent: z.boolean() })).output(StopImpact.extend({ agent: z.boolean() })),
  },
  snapshot: procedure.output(Snapshot),
  events: {
    follow: procedure.input(z.object({ after: Cursor.nullable() })).output(eventIterator(AppEvent)),
    /** Newest first. */
    list: procedure
      .input(z.object({ workspaceId: WorkspaceId.nullable(), limit: z.number().int().min(1).max(500) }))
      .output(z.array(Event)),
  },
  audit: {
    /** What was done with this installation, newest first; `before` is the id of an entry. */
    list: procedure
      .input(
        AuditFilter.extend({
          before: z.number().int().positive().optional(),
          limit: z.number().int().min(1).max(500).default(100),
        }),
      )
      .output(AuditPage),
  },
  node: {
    list: procedure.output(z.array(Node)),
    /** From now on the node takes no orders; all that runs on it is ended, its files stay. */
    revoke: procedure.input(z.object({ node: reference })).output(Node),
    /** Lets a revoked node work again, with a new key. */
    enrol: procedure.input(z.object({ node: reference })).output(Node),
  },
  orphan: {
    /** What is left on the local node and belongs to nothing it knows. */
    list: procedure.output(z.array(Orphan)),
    clean: procedure.input(z.object({ id: z.string().min(1).max(5_000) })).output(OrphanCleaned),
  },
  settings: {
    get: procedure.output(Settings),
    set: procedure.input(SettingsPatch).output(Settings),
  },
  agent: {
    list: procedure.input(z.object({ refresh: z.boolean().default(false) })).output(z.array(AgentInfo)),
  },
  ...workspaceProcedures,
  ...sessionProcedures,
  terminal: {
    create: procedure
      .input(
        z.object({
          workspace: reference,
          repositoryId: RepositoryId.optional(),
          size: TerminalSize.default({ cols: 80, rows: 24 }),
          idempotencyKey,
        }),
      )
      .output(Terminal),
    list: procedure.input(z.object({ workspace: reference.optional() })).output(z.array(Terminal)),
    close: procedure.input(z.object({ terminalId: TerminalId })).output(Terminal),
  },
  ...editorProcedures,
  ...fileProcedures,
  ...gitProcedures,
  ...backupProcedures,
  ...commentProcedures,
  ...remotesProcedures,
  ...stagingProcedures,
  ...hostingProcedures,
}
export type AppContract = typeof appContract

/** What a control plane leaves in its home for clients to find it (file mode 0600). */
export const ControlPlaneAddress = z.object({
  pid: z.number().int(),
  /** Unix socket path or Windows named pipe on which the app contract is served. */
  socket: z.string(),
  token: z.string(),
  url: z.string().nullable(),
  version: z.string(),
  host: z.enum(['electron', 'web']),
  /** True when a command started it in the background; such a one yields to an app or `serve`. */
  onDemand: z.boolean(),
})
export type ControlPlaneAddress = z.infer<typeof ControlPlaneAddress>

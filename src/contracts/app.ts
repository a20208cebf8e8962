import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { sessionProcedures } from './app-sessions.ts'
import { AuditFilter, AuditPage } from './audit.ts'
import { AppEvent, Cursor, Snapshot } from './events.ts'
import { FileQuery, FoundFiles } from './files.ts'
import { CommitResult, FileDiff, RepositoryDiff } from './git.ts'
import { NodeId, ProjectId, RepositoryId, TerminalId, Timestamp, WorkspaceId } from './ids.ts'
import { Event } from './journal.ts'
import { McpServers } from './mcp.ts'
import { Node } from './node.ts'
import { Orphan, OrphanCleaned } from './orphan.ts'
import { idempotencyKey, procedure, reference } from './procedure.ts'
import { AgentInfo } from './profile.ts'
import {
  Branch,
  BranchCheck,
  DisplayName,
  FolderListing,
  NodePath,
  Project,
  RepositoryInfo,
} from './project.ts'
import { Settings, SettingsPatch } from './settings.ts'
import { Terminal, TerminalSize } from './terminal.ts'
import { BranchPolicy, DeletionImpact, Workspace, WorkspaceDeleted } from './workspace.ts'

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
  repository: {
    inspect: procedure.input(z.object({ path: NodePath })).output(RepositoryInfo),
    browse: procedure.input(z.object({ path: NodePath.nullable() })).output(FolderListing),
    branches: procedure.input(z.object({ repositoryId: RepositoryId })).output(z.array(Branch)),
  },
  project: {
    add: procedure
      .input(
        z.object({ path: NodePath, name: DisplayName.optional(), nodeId: NodeId.optional(), idempotencyKey }),
      )
      .output(Project),
    list: procedure.output(z.array(Project)),
    show: procedure.input(z.object({ project: reference })).output(Project),
    rename: procedure.input(z.object({ projectId: ProjectId, name: DisplayName })).output(Project),
    /** Replaces the MCP servers that new sessions of the project get. */
    setMcpServers: procedure
      .input(z.object({ projectId: ProjectId, mcpServers: McpServers }))
      .output(Project),
    /** Forgets the project. Refused while it has workspaces; never touches a repository. */
    remove: procedure.input(z.object({ project: reference })).output(Project),
  },
  workspace: {
    checkBranch: procedure
      .input(
        z.object({
          projectId: ProjectId,
          branch: z.string().max(500),
          repositoryIds: z.array(RepositoryId).optional(),
        }),
      )
      .output(z.array(BranchCheck)),
    /** A free branch name and a display name made from what the user wants done. */
    propose: procedure
      .input(z.object({ projectId: ProjectId, prompt: z.string().max(200_000) }))
      .output(z.object({ branch: z.string(), name: z.string() })),
    create: procedure
      .input(
        z.object({
          project: reference,
          name: DisplayName.optional(),
          /** Proposed from the prompt or the name when absent. */
          branch: z.string().min(1).max(244).optional(),
          branchPolicy: BranchPolicy.default('unique'),
          baseBranch: z.string().min(1).max(244).optional(),
          prompt: z.string().max(200_000).default(''),
          idempotencyKey,
        }),
      )
      .output(Workspace),
    list: procedure.input(z.object({ project: reference.optional() })).output(z.array(Workspace)),
    show: procedure.input(z.object({ workspace: reference })).output(Workspace),
    rename: procedure.input(z.object({ workspace: reference, name: DisplayName })).output(Workspace),
    stop: procedure.input(z.object({ workspace: reference })).output(Workspace),
    restart: procedure.input(z.object({ workspace: reference })).output(Workspace),
    deletionImpact: procedure.input(z.object({ workspace: reference })).output(DeletionImpact),
    delete: procedure.input(z.object({ workspace: reference })).output(WorkspaceDeleted),
  },
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
  files: {
    /** Fuzzy, tracked and untracked files, what was changed lately first. */
    search: procedure.input(FileQuery.extend({ workspace: reference })).output(FoundFiles),
  },
  git: {
    diff: procedure.input(z.object({ workspace: reference })).output(z.array(RepositoryDiff)),
    file: procedure
      .input(
        z.object({ workspaceId: WorkspaceId, repositoryId: RepositoryId, path: z.string().min(1).max(4096) }),
      )
      .output(FileDiff),
    commit: procedure
      .input(
        z.object({
          workspace: reference,
          message: z.string().trim().min(1).max(65_536),
          repositoryId: RepositoryId.optional(),
        }),
      )
      .output(CommitResult),
  },
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

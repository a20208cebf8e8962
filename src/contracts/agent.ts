import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { done } from './done.ts'
import { agentFileProcedures } from './agent-files.ts'
import { agentBackupProcedures } from './agent-backups.ts'
import { agentGitProcedures } from './agent-git.ts'
import { agentRemotesProcedures } from './agent-remotes.ts'
import { agentHostingProcedures } from './agent-hosting.ts'
import { agentSessionProcedures } from './agent-sessions.ts'
import { agentWorkspaceProcedures } from './agent-workspaces.ts'
import { agentStagingProcedures } from './agent-staging.ts'
import { ChangeSummary } from './git.ts'
import { NodeId, RepositoryId, TerminalId, Timestamp, WorkspaceId } from './ids.ts'
import { JournalBatch } from './journal.ts'
import { LimitOverrides } from './limits.ts'
import { NodeHealthReport } from './node.ts'
import { Orphan, OrphanCleaned } from './orphan.ts'
import { procedure } from './procedure.ts'
import { AgentInfo, AgentProfile } from './profile.ts'
import { WorkspaceGit } from './remotes.ts'
import { MessageDelta } from './session.ts'
import { Terminal, TerminalSize } from './terminal.ts'

/** Live facts that need no journal: lost when nobody listens, sent whole on subscribing. */
export const LiveUpdate = z.discriminatedUnion('type', [
  z.object({ type: z.literal('delta'), delta: MessageDelta }),
  z.object({ type: z.literal('changes'), summary: ChangeSummary }),
  z.object({ type: z.literal('git'), state: WorkspaceGit }),
  z.object({ type: z.literal('health'), health: NodeHealthReport }),
])
export type LiveUpdate = z.infer<typeof LiveUpdate>

/** Control plane → node agent. Every call carries a job token in `jobTokenHeader`. */
export const agentContract = {
  handshake: procedure
    .input(z.object({ protocol: z.number().int(), appVersion: z.string(), limits: LimitOverrides }))
    .output(
      z.object({
        protocol: z.number().int(),
        agentVersion: z.string(),
        nodeId: NodeId,
        platform: z.string(),
        arch: z.string(),
        hostname: z.string(),
        pid: z.number().int(),
        startedAt: Timestamp,
        /** Seqs of the oldest record not yet acknowledged and of the newest one; 0 when there never was one. */
        journal: z.object({ first: z.number().int(), last: z.number().int() }),
        isolation: z.array(z.enum(['process', 'namespace', 'container'])),
      }),
    ),
  health: procedure.output(NodeHealthReport),
  /** Ends turns, agents and terminals, then the daemon. Files stay. */
  shutdown: procedure.output(z.object({ sessions: z.number().int(), terminals: z.number().int() })),
  /**
   * Ends all agents and terminals and takes no orders from then on, until the node is enrolled again. Files stay.
   * `journalSeq`: how far the journal must be read to know all of it.
   */
  revoke: procedure.output(
    z.object({ sessions: z.number().int(), terminals: z.number().int(), journalSeq: z.number().int() }),
  ),
  journal: {
    /** Records after seq `after`, oldest first, then live. */
    follow: procedure
      .input(z.object({ after: z.number().int().nonnegative() }))
      .output(eventIterator(JournalBatch)),
    /** Puts all that the node knows into the journal once more, for a control plane that lost what it knew. */
    retell: procedure.output(z.object({})),
    /** The control plane holds everything up to and including `seq`. */
    ack: procedure.input(z.object({ seq: z.number().int().nonnegative() })).output(z.object({})),
  },
  live: { follow: procedure.output(eventIterator(LiveUpdate)) },
  agents: {
    list: procedure
      .input(z.object({ custom: z.array(AgentProfile), refresh: z.boolean() }))
      .output(z.array(AgentInfo)),
  },
  orphans: {
    /** What is on the node and belongs to nothing it knows. */
    list: procedure.output(z.array(Orphan)),
    /** Takes one away, by its id; uncommitted work is kept first. One that is none any more is `invalid_input`. */
    clean: procedure.input(z.object({ id: z.string().max(5_000) })).output(OrphanCleaned),
  },
  ...agentWorkspaceProcedures,
  ...agentSessionProcedures,
  terminal: {
    create: procedure
      .input(
        z.object({
          id: TerminalId,
          workspaceId: WorkspaceId,
          repositoryId: RepositoryId.nullable(),
          size: TerminalSize,
        }),
      )
      .output(done(Terminal)),
    close: procedure
      .input(z.object({ workspaceId: WorkspaceId, terminalId: TerminalId }))
      .output(done(Terminal)),
  },
  ...agentFileProcedures,
  ...agentGitProcedures,
  ...agentBackupProcedures,
  ...agentRemotesProcedures,
  ...agentStagingProcedures,
  ...agentHostingProcedures,
}
export type AgentContract = typeof agentContract

import { z } from 'zod'
import { NodeId, Timestamp } from './ids.ts'

export const NodeKind = z.enum(['local', 'ssh', 'hetzner'])
export const NodeStatus = z.enum([
  'pending',
  'creating',
  'running',
  'stopping',
  'stopped',
  'deleting',
  'deleted',
  'error',
])
export const NodeHealth = z.enum(['healthy', 'stale', 'unhealthy'])
/** State of the control plane's connection to the node agent; apart from health and status. */
export const LinkState = z.enum(['connecting', 'connected', 'offline'])

export const Node = z.object({
  id: NodeId,
  kind: NodeKind,
  name: z.string(),
  status: NodeStatus,
  health: NodeHealth,
  link: LinkState,
  /** Why the link is not connected, in words. */
  linkReason: z.string().nullable(),
  agentVersion: z.string().nullable(),
  platform: z.string().nullable(),
  lastSeenAt: Timestamp.nullable(),
  /** When the user took its orders away; null while it may work. */
  revokedAt: Timestamp.nullable(),
  createdAt: Timestamp,
})
export type Node = z.infer<typeof Node>
export type NodeKind = z.infer<typeof NodeKind>
export type NodeStatus = z.infer<typeof NodeStatus>
export type NodeHealth = z.infer<typeof NodeHealth>
export type LinkState = z.infer<typeof LinkState>

/** A heartbeat's content. Memory in bytes. */
export const NodeHealthReport = z.object({
  at: Timestamp,
  uptimeMs: z.number(),
  pid: z.number().int(),
  memoryRss: z.number(),
  workspaces: z.number().int(),
  sessions: z.number().int(),
  runningTurns: z.number().int(),
  terminals: z.number().int(),
})
export type NodeHealthReport = z.infer<typeof NodeHealthReport>

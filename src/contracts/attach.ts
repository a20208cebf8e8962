import { z } from 'zod'

/** Where a person sits who attaches to a session. */
export const SeatKind = z.enum(['window', 'tab', 'command_line'])
export type SeatKind = z.infer<typeof SeatKind>

/** One window, browser tab or command line; the id stays the same over its reloads. */
export const Seat = z.object({ id: z.string().min(1).max(100), kind: SeatKind })
export type Seat = z.infer<typeof Seat>

/** To write to a session, or only to watch who does. */
export const AttachMode = z.enum(['write', 'watch'])
export type AttachMode = z.infer<typeof AttachMode>

/** What whoever is attached to a session is told; after `taken` and `stopped` nothing follows. */
export const AttachEvent = z.discriminatedUnion('type', [
  /** This seat writes now. */
  z.object({ type: z.literal('attached') }),
  /** Who writes, at first and at every change; only to those who watch. */
  z.object({ type: z.literal('writer'), writer: Seat.nullable() }),
  /** Another seat writes from now on. */
  z.object({ type: z.literal('taken'), by: Seat }),
  /** The session was stopped. */
  z.object({ type: z.literal('stopped') }),
])
export type AttachEvent = z.infer<typeof AttachEvent>

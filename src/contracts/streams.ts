import { z } from 'zod'
import { TerminalId } from './ids.ts'
import { TerminalSize } from './terminal.ts'

/**
 * Byte-stream frames: `[channel: u32 big endian][kind: u8][payload]`, one frame a WebSocket message.
 * The opener picks a channel number unused on its connection. The control plane relays frames between a
 * client and an agent by rewriting the channel; it never looks into data.
 */
export const frameKinds = {
  /** client → agent, JSON `OpenTerminal`. Answered by `opened` or `error`. */
  open: 1,
  /** agent → client, JSON `TerminalOpened`; then one `snapshot`, then `data`. */
  opened: 2,
  /** Both ways: bytes to show, or bytes typed. */
  data: 3,
  /** agent → client: bytes that repaint the whole screen and scrollback. Reset the terminal first. */
  snapshot: 4,
  /** client → agent, JSON `TerminalSize`. */
  resize: 5,
  /** client → agent: u32, bytes of `data` and `snapshot` payload shown since the last credit. */
  credit: 6,
  /** Either side: this channel is over; payload empty. */
  close: 7,
  /** agent → client, JSON `{ exitCode: number | null }`; no more data follows. */
  exit: 8,
  /** agent → client, JSON `FailureShape`; the channel is over. */
  error: 9,
} as const
export type FrameKind = (typeof frameKinds)[keyof typeof frameKinds]

export const OpenTerminal = z.object({ terminalId: TerminalId, size: TerminalSize.nullable() })
export const TerminalOpened = z.object({ terminalId: TerminalId, size: TerminalSize })
export const TerminalExit = z.object({ exitCode: z.number().int().nullable() })

export interface Frame {
  channel: number
  kind: FrameKind
  payload: Uint8Array
}

export const frameHeaderBytes = 5
const kinds: ReadonlySet<number> = new Set(Object.values(frameKinds))

/** One buffer of header and payload. */
export function encodeFrame(channel: number, kind: FrameKind, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(frameHeaderBytes + payload.length)
  new DataView(bytes.buffer).setUint32(0, channel)
  bytes[4] = kind
  bytes.set(payload, frameHeaderBytes)
  return bytes
}

/** The frame in `bytes` (payload is a view, not a copy), or null when it is too short or of an unknown kind. */
export function decodeFrame(bytes: Uint8Array): Frame | null {
  if (bytes.length < frameHeaderBytes) return null
  const kind = bytes[4] as number
  if (!kinds.has(kind)) return null
  const channel = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
  return { channel, kind: kind as FrameKind, payload: bytes.subarray(frameHeaderBytes) }
}

/** Rewrites the channel of an encoded frame in place. */
export function rewriteChannel(bytes: Uint8Array, channel: number): void {
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(0, channel)
}

/** Payload of a `credit` frame. */
export function encodeCredit(count: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, count)
  return bytes
}

/** Bytes granted by a `credit` payload; 0 when malformed. */
export function decodeCredit(payload: Uint8Array): number {
  return payload.length === 4 ? new DataView(payload.buffer, payload.byteOffset).getUint32(0) : 0
}

import type { WebSocket } from 'ws'
import {
  decodeCredit,
  decodeFrame,
  encodeFrame,
  Failure,
  frameKinds,
  OpenTerminal,
  TerminalSize,
  toFailure,
  type Frame,
} from '../../contracts/index.ts'
import { encodeJson } from './live-terminal.ts'
import type { SendFrame } from './viewer.ts'

/** What a channel is attached to. */
export interface Attachment {
  write(bytes: Uint8Array): void
  resize(size: TerminalSize): void
  credit(bytes: number): void
  detach(): void
}

/** Attaches a channel; throws a Failure when it cannot. Null when the terminal has ended and was only shown. */
export type Attach = (request: OpenTerminalRequest, channel: number, send: SendFrame) => Attachment | null
type OpenTerminalRequest = ReturnType<(typeof OpenTerminal)['parse']>

const decoder = new TextDecoder()
const parseJson = (payload: Uint8Array): unknown => JSON.parse(decoder.decode(payload))

/** Serves byte-stream frames of one WebSocket until it closes. A bad frame ends its channel, not the socket. */
export function serveStreams(socket: WebSocket, attach: Attach): void {
  const channels = new Map<number, Attachment>()
  const send: SendFrame = (frame) => {
    if (socket.readyState === socket.OPEN) socket.send(frame)
  }
  const drop = (channel: number): void => {
    channels.get(channel)?.detach()
    channels.delete(channel)
  }
  const fail = (channel: number, error: unknown): void => {
    drop(channel)
    send(encodeFrame(channel, frameKinds.error, encodeJson(toFailure(error))))
  }
  const open = ({ channel, payload }: Frame): void => {
    if (channels.has(channel)) throw new Failure('invalid_input', `Channel ${channel} is in use`)
    const attachment = attach(OpenTerminal.parse(parseJson(payload)), channel, send)
    if (attachment) channels.set(channel, attachment)
  }
  const handle = (frame: Frame): void => {
    const attachment = channels.get(frame.channel)
    if (frame.kind === frameKinds.open) open(frame)
    else if (frame.kind === frameKinds.data) attachment?.write(frame.payload)
    else if (frame.kind === frameKinds.credit) attachment?.credit(decodeCredit(frame.payload))
    else if (frame.kind === frameKinds.resize)
      attachment?.resize(TerminalSize.parse(parseJson(frame.payload)))
    else if (frame.kind === frameKinds.close) drop(frame.channel)
  }
  socket.binaryType = 'nodebuffer'
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    const frame = isBinary ? decodeFrame(data) : null
    if (!frame) return socket.close(1003, 'not a frame')
    try {
      handle(frame)
    } catch (error) {
      fail(
        frame.channel,
        error instanceof Failure ? error : new Failure('invalid_input', (error as Error).message),
      )
    }
  })
  socket.on('close', () => {
    for (const channel of channels.keys()) drop(channel)
  })
}

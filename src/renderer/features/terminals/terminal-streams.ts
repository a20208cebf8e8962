import {
  decodeFrame,
  encodeCredit,
  encodeFrame,
  frameKinds,
  FailureShape,
  TerminalExit,
  type FrameKind,
  type TerminalId,
  type TerminalSize,
} from '../../../contracts/index.ts'
import type { OpenStreams, Streams } from '../../client/index.ts'

export interface ChannelEvents {
  /** Bytes that repaint everything: the screen is to be reset first. `shown` is to be called when they are drawn. */
  snapshot(bytes: Uint8Array, shown: () => void): void
  data(bytes: Uint8Array, shown: () => void): void
  exit(exitCode: number | null): void
  /** The terminal cannot be shown; the message is for the user. */
  failed(message: string): void
  /** False while the connection is away; typing is refused meanwhile. */
  connected(connected: boolean): void
}

export interface TerminalChannel {
  write(text: string): void
  resize(size: TerminalSize): void
  close(): void
}

interface Channel {
  number: number
  terminalId: TerminalId
  size: TerminalSize
  events: ChannelEvents
  /** Ended by exit or failure: nothing to attach again. */
  ended: boolean
}

const retryMs = 500
const encoder = new TextEncoder()
const decoder = new TextDecoder()
const parse = (payload: Uint8Array): unknown => JSON.parse(decoder.decode(payload))

/**
 * The terminals on screen over one byte-stream connection. It is opened with the first of them and opened again
 * whenever it breaks; every terminal is then attached anew and repainted from a snapshot.
 */
export class TerminalStreams {
  readonly #open: OpenStreams
  readonly #channels = new Map<number, Channel>()
  #streams: Streams | null = null
  #opening = false
  #closed = false
  #nextNumber = 1

  constructor(open: OpenStreams) {
    this.#open = open
  }

  /** Shows a terminal. The caller closes the channel. */
  attach(terminalId: TerminalId, size: TerminalSize, events: ChannelEvents): TerminalChannel {
    const channel: Channel = { number: this.#nextNumber++, terminalId, size, events, ended: false }
    this.#channels.set(channel.number, channel)
    if (this.#streams) this.#sendOpen(channel)
    else void this.#connect()
    return {
      write: (text) => this.#send(channel, frameKinds.data, encoder.encode(text)),
      resize: (next) => {
        channel.size = next
        this.#send(channel, frameKinds.resize, encoder.encode(JSON.stringify(next)))
      },
      close: () => {
        if (!channel.ended) this.#send(channel, frameKinds.close, new Uint8Array())
        this.#channels.delete(channel.number)
      },
    }
  }

  close(): void {
    this.#closed = true
    this.#channels.clear()
    this.#streams?.close()
  }

  async #connect(): Promise<void> {
    if (this.#opening || this.#closed) return
    this.#opening = true
    try {
      const streams = await this.#open()
      streams.onMessage((bytes) => this.#receive(bytes))
      streams.onClose(() => this.#lost())
      this.#streams = streams
      if (this.#closed) streams.close()
      for (const channel of this.#channels.values()) if (!channel.ended) this.#sendOpen(channel)
    } catch {
      // The control plane is away; the banner of the window says so and this tries again.
      setTimeout(() => void this.#connect(), retryMs)
    } finally {
      this.#opening = false
    }
  }

  #lost(): void {
    this.#streams = null
    for (const channel of this.#channels.values()) if (!channel.ended) channel.events.connected(false)
    if (!this.#closed && this.#channels.size > 0) setTimeout(() => void this.#connect(), retryMs)
  }

  #sendOpen(channel: Channel): void {
    const { terminalId, size } = channel
    this.#send(channel, frameKinds.open, encoder.encode(JSON.stringify({ terminalId, size })))
  }

  #send(channel: Channel, kind: FrameKind, payload: Uint8Array): void {
    this.#streams?.send(encodeFrame(channel.number, kind, payload))
  }

  #receive(bytes: Uint8Array): void {
    const frame = decodeFrame(bytes)
    const channel = frame && this.#channels.get(frame.channel)
    if (!frame || !channel) return
    const { payload } = frame
    const shown = (): void => this.#send(channel, frameKinds.credit, encodeCredit(payload.length))
    switch (frame.kind) {
      case frameKinds.opened:
        return channel.events.connected(true)
      case frameKinds.snapshot:
        return channel.events.snapshot(payload, shown)
      case frameKinds.data:
        return channel.events.data(payload, shown)
      case frameKinds.exit:
        channel.ended = true
        return channel.events.exit(TerminalExit.parse(parse(payload)).exitCode)
      case frameKinds.error:
        return this.#failed(channel, FailureShape.parse(parse(payload)))
      case frameKinds.close:
        return channel.events.connected(false)
      case frameKinds.open:
      case frameKinds.resize:
      case frameKinds.credit:
        // Only clients send these.
        return undefined
      default:
        return frame.kind satisfies never
    }
  }

  #failed(channel: Channel, failure: FailureShape): void {
    channel.events.connected(false)
    // The node agent is away for a moment: attach again when it is back.
    if (failure.code === 'node_unreachable')
      setTimeout(() => this.#channels.has(channel.number) && this.#sendOpen(channel), retryMs)
    else {
      channel.ended = true
      channel.events.failed(failure.message)
    }
  }
}

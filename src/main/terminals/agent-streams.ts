import { once } from 'node:events'
import type { WebSocket } from 'ws'
import type { Logger, Scope } from '../../base/index.ts'
import {
  decodeFrame,
  encodeFrame,
  Failure,
  frameKinds,
  jobTokenHeader,
  rewriteChannel,
  toFailure,
} from '../../contracts/index.ts'
import type { SignJob, Transport } from '../nodes/index.ts'

/** One open channel towards an agent. */
export interface Channel {
  /** Sends a client's frame; its channel number is overwritten. */
  send(frame: Uint8Array): void
  /** Tells the agent that the client has gone. */
  close(): void
}

export interface ChannelListener {
  /** A frame from the agent; `ends` with the channel's last one. */
  frame(frame: Uint8Array, ends: boolean): void
  /** The connection to the agent is gone, and the channel with it. */
  failed(failure: Failure): void
}

interface Deps {
  transport: Transport
  sign: SignJob
  log: Logger
}

/** What clients may have under way while the connection is being made, or faster than the agent reads. */
const mostPendingBytes = 4 * 1024 * 1024
const ending: ReadonlySet<number> = new Set([frameKinds.close, frameKinds.exit, frameKinds.error])

/** The byte-stream connection to one agent: made with the first channel, shared by all, made anew after a break. */
export class AgentStreams {
  readonly #deps: Deps
  readonly #scope: Scope
  readonly #listeners = new Map<number, ChannelListener>()
  #socket: WebSocket | undefined
  #connecting = false
  #pending: Uint8Array[] = []
  #pendingBytes = 0
  #nextChannel = 1

  constructor(deps: Deps, parent: Scope) {
    this.#deps = deps
    this.#scope = parent.child('agent')
    this.#scope.add(() => this.#socket?.terminate())
  }

  open(frame: Uint8Array, listener: ChannelListener): Channel {
    const number = this.#takeChannel()
    this.#listeners.set(number, listener)
    const channel: Channel = {
      send: (bytes) => {
        if (!this.#listeners.has(number)) return
        rewriteChannel(bytes, number)
        this.#send(bytes)
      },
      close: () => {
        if (!this.#listeners.delete(number)) return
        this.#send(encodeFrame(number, frameKinds.close, new Uint8Array()))
      },
    }
    channel.send(frame)
    return channel
  }

  #takeChannel(): number {
    do this.#nextChannel = (this.#nextChannel + 1) >>> 0 || 1
    while (this.#listeners.has(this.#nextChannel))
    return this.#nextChannel
  }

  #send(frame: Uint8Array): void {
    const socket = this.#socket
    if (socket && socket.readyState === socket.OPEN) {
      if (socket.bufferedAmount + frame.length > mostPendingBytes) return socket.terminate()
      return socket.send(frame)
    }
    if (this.#scope.closed) return
    this.#pending.push(frame)
    this.#pendingBytes += frame.length
    if (this.#pendingBytes > mostPendingBytes)
      return this.#fail(new Error('too much was typed while it connected'))
    if (this.#connecting) return
    this.#connecting = true
    this.#connect()
      .catch((error: unknown) => this.#fail(error))
      .finally(() => (this.#connecting = false))
  }

  /** Resolves once the connection stands and what was pending has been sent. */
  async #connect(): Promise<void> {
    const { transport, sign, log } = this.#deps
    await transport.prepare(this.#scope.signal)
    const token = await sign('streams')
    this.#scope.signal.throwIfAborted()
    const socket = transport.open('/streams', { [jobTokenHeader]: token })
    this.#socket = socket
    socket.binaryType = 'nodebuffer'
    socket.on('message', (data) => this.#receive(data as Buffer))
    // A close event follows; until then the error itself says more.
    socket.on('error', (error) => log.warn({ err: error }, 'the byte-stream connection failed'))
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = undefined
      this.#fail(new Error('the connection to the node agent was lost'))
    })
    await once(socket, 'open')
    for (const frame of this.#takePending()) socket.send(frame)
  }

  #receive(bytes: Buffer): void {
    const frame = decodeFrame(bytes)
    if (!frame) return this.#socket?.terminate()
    const listener = this.#listeners.get(frame.channel)
    if (!listener) return
    const ends = ending.has(frame.kind)
    if (ends) this.#listeners.delete(frame.channel)
    listener.frame(bytes, ends)
  }

  #takePending(): Uint8Array[] {
    const pending = this.#pending
    this.#pending = []
    this.#pendingBytes = 0
    return pending
  }

  /** Ends every channel: their clients open new ones when they want to. */
  #fail(cause: unknown): void {
    this.#takePending()
    const listeners = [...this.#listeners.values()]
    this.#listeners.clear()
    const failure = new Failure('node_unreachable', `The terminal was cut off: ${toFailure(cause).message}`, {
      cause,
    })
    for (const listener of listeners) listener.failed(failure)
  }
}

import type { Logger, Scope } from '../../base/index.ts'
import {
  decodeFrame,
  encodeFrame,
  Failure,
  frameKinds,
  OpenTerminal,
  rewriteChannel,
  toFailure,
  type NodeId,
  type TerminalId,
} from '../../contracts/index.ts'
import type { NodeService } from '../nodes/index.ts'
import { AgentStreams, type Channel } from './agent-streams.ts'

/** A client's byte-stream connection, whatever carries it: a WebSocket or a MessagePort. */
export interface StreamPeer {
  /** Sends one frame. */
  send(frame: Uint8Array): void
  /** Bytes given to `send` that have not left yet; 0 where the carrier cannot tell. */
  buffered(): number
  close(): void
  onFrame(listener: (frame: Uint8Array) => void): void
  onClose(listener: () => void): void
}

interface Deps {
  nodes: NodeService
  /** The node that holds a terminal. Throws `terminal_not_found`. */
  nodeOf(terminalId: TerminalId): NodeId
  log: Logger
}

/** A client that lets this much pile up reads no more: it is cut off, and comes back with a fresh snapshot. */
const mostBufferedBytes = 8 * 1024 * 1024
const mostChannels = 256

/**
 * Carries byte-stream frames between clients and node agents. Each client picks its own channel numbers; towards
 * an agent they are replaced by ones unique on the one connection to it. What is in a frame is not looked at,
 * save for `open`, which says where to. How much flows is bounded by the credits client and agent exchange.
 */
export class StreamsRelay {
  readonly #deps: Deps
  readonly #scope: Scope
  readonly #agents = new Map<NodeId, AgentStreams>()

  constructor(deps: Deps, parent: Scope) {
    this.#deps = deps
    this.#scope = parent.child('streams')
  }

  /** Serves one client until it closes. */
  accept(peer: StreamPeer): void {
    const channels = new Map<number, Channel>()
    const forget = this.#scope.add(() => peer.close())
    const fail = (channel: number, error: unknown): void =>
      peer.send(encodeFrame(channel, frameKinds.error, json(toFailure(error))))
    peer.onClose(() => {
      forget()
      for (const channel of channels.values()) channel.close()
      channels.clear()
    })
    peer.onFrame((bytes) => {
      const frame = decodeFrame(bytes)
      if (!frame) return peer.close()
      const { channel: number, kind, payload } = frame
      if (kind === frameKinds.open) {
        try {
          if (channels.has(number) || channels.size >= mostChannels) throw refused(number)
          channels.set(
            number,
            this.#open(peer, number, payload, bytes, () => channels.delete(number)),
          )
        } catch (error) {
          fail(number, error)
        }
        return
      }
      channels.get(number)?.send(bytes)
      if (kind === frameKinds.close) channels.delete(number)
    })
  }

  #open(peer: StreamPeer, number: number, payload: Uint8Array, bytes: Uint8Array, over: () => void): Channel {
    const { terminalId } = parseOpen(payload)
    return this.#agent(this.#deps.nodeOf(terminalId)).open(bytes, {
      frame: (frame, ends) => {
        if (ends) over()
        rewriteChannel(frame, number)
        peer.send(frame)
        if (peer.buffered() > mostBufferedBytes) peer.close()
      },
      failed: (failure) => {
        over()
        peer.send(encodeFrame(number, frameKinds.error, json(failure)))
      },
    })
  }

  #agent(nodeId: NodeId): AgentStreams {
    const known = this.#agents.get(nodeId)
    if (known) return known
    const { transport, sign } = this.#deps.nodes.transport(nodeId)
    const streams = new AgentStreams({ transport, sign, log: this.#deps.log }, this.#scope)
    this.#agents.set(nodeId, streams)
    return streams
  }
}

const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value))

function parseOpen(payload: Uint8Array): { terminalId: TerminalId } {
  try {
    return OpenTerminal.parse(JSON.parse(Buffer.from(payload).toString('utf8')))
  } catch (cause) {
    throw new Failure('invalid_input', 'The open frame names no terminal', { cause })
  }
}

const refused = (channel: number): Failure =>
  new Failure('invalid_input', `Channel ${channel} is open already, or there are ${mostChannels} channels`)

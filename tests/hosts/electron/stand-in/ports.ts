import { EventEmitter } from 'node:events'
import type { MessageChannelMain as ElectronChannel, MessagePortMain as ElectronPort } from 'electron'

/** Where what is posted on a port goes: another port of this process, or one in a page. */
export interface Remote {
  deliver(data: unknown, ports: MessagePortMain[]): void
  closed(): void
}

/** Electron's end of a channel in the main process. Messages wait until `start()`, as they do there. */
export class MessagePortMain
  extends EventEmitter
  implements Pick<ElectronPort, 'postMessage' | 'start' | 'close'>, Remote
{
  #remote: Remote | undefined
  #started = false
  #over = false
  #neutered = false
  #waiting: { data: unknown; ports: MessagePortMain[] }[] = []

  /** Sets where this port's messages go. */
  connect(remote: Remote): void {
    this.#remote = remote
  }

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    this.#usable()
    if (this.#over) return
    const ports = transfer.map(ownPort)
    // Copied at once, so that a later change by the sender is not seen by the receiver.
    this.#remote?.deliver(structuredClone(message), ports)
  }

  start(): void {
    this.#usable()
    this.#started = true
    this.#drain()
  }

  close(): void {
    if (this.#over || this.#neutered) return
    this.#over = true
    this.#remote?.closed()
    this.#end()
  }

  deliver(data: unknown, ports: MessagePortMain[]): void {
    if (this.#over) return
    this.#waiting.push({ data, ports })
    if (this.#started) this.#drain()
  }

  closed(): void {
    if (this.#over) return
    this.#over = true
    this.#end()
  }

  /** Gives this end away: the other end talks to `remote` from now on. Returns that other end. */
  transferTo(remote: Remote): Remote {
    this.#usable()
    this.#neutered = true
    const peer = this.#remote
    if (!(peer instanceof MessagePortMain))
      throw new Error('a port that came from a page cannot be passed on here')
    peer.connect(remote)
    for (const { data, ports } of this.#waiting.splice(0)) remote.deliver(data, ports)
    return peer
  }

  #usable(): void {
    if (this.#neutered) throw new Error('this port was transferred')
  }

  // Each message in a turn of its own: a listener that throws must not eat the next one.
  #drain(): void {
    setImmediate(() => {
      const next = this.#waiting.shift()
      if (!next) return
      if (this.#waiting.length > 0) this.#drain()
      this.emit('message', next)
    })
  }

  #end(): void {
    // After the messages that came before it.
    const after = () => (this.#started && this.#waiting.length > 0 ? setImmediate(after) : this.emit('close'))
    setImmediate(after)
  }
}

function ownPort(value: unknown): MessagePortMain {
  if (!(value instanceof MessagePortMain)) throw new TypeError('only a MessagePortMain can be transferred')
  return value
}

/** Two ends in this process, either of which can be handed to a page. */
export class MessageChannelMain implements Record<
  keyof Pick<ElectronChannel, 'port1' | 'port2'>,
  MessagePortMain
> {
  readonly port1 = new MessagePortMain()
  readonly port2 = new MessagePortMain()

  constructor() {
    this.port1.connect(this.port2)
    this.port2.connect(this.port1)
  }
}

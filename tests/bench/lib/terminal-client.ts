import { once } from 'node:events'
import { WebSocket } from 'ws'
import {
  decodeFrame,
  encodeCredit,
  encodeFrame,
  frameKinds,
  type TerminalId,
} from '../../../src/contracts/index.ts'

const channel = 1

/** One terminal over the browser host's WebSocket, as a page uses it. */
export class TerminalClient {
  readonly #socket: WebSocket
  onData: (bytes: Buffer) => void = () => {}

  static async open(
    url: string,
    headers: { cookie: string; origin: string },
    terminalId: TerminalId,
  ): Promise<TerminalClient> {
    const socket = new WebSocket(`${new URL(url).origin.replace('http', 'ws')}/streams`, {
      headers,
      perMessageDeflate: false,
    })
    await once(socket, 'open')
    const client = new TerminalClient(socket)
    const size = { cols: 100, rows: 30 }
    socket.send(encodeFrame(channel, frameKinds.open, Buffer.from(JSON.stringify({ terminalId, size }))))
    return client
  }

  constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data: Buffer) => this.#receive(data))
  }

  type(text: string): void {
    this.#socket.send(encodeFrame(channel, frameKinds.data, Buffer.from(text)))
  }

  /** Resolves when `text` has come, which must not be in what was typed. */
  until(text: string): Promise<void> {
    const wanted = Buffer.from(text)
    let tail = Buffer.alloc(0)
    return new Promise((resolve) => {
      this.onData = (bytes) => {
        // The text may lie across two frames.
        const seen = Buffer.concat([tail, bytes])
        if (seen.includes(wanted)) resolve()
        tail = seen.subarray(-wanted.length)
      }
    })
  }

  close(): void {
    this.#socket.close()
  }

  #receive(data: Buffer): void {
    const frame = decodeFrame(data)
    if (frame?.kind !== frameKinds.data && frame?.kind !== frameKinds.snapshot) return
    // As the app's own terminals do, once a frame is shown.
    this.#socket.send(encodeFrame(channel, frameKinds.credit, encodeCredit(frame.payload.length)))
    this.onData(Buffer.from(frame.payload.buffer, frame.payload.byteOffset, frame.payload.length))
  }
}

import type { HostBridge } from './host.ts'
import { openPort } from './port.ts'

/** A connection for byte-stream frames (`contracts/streams.ts`), apart from calls so that output never delays them. */
export interface Streams {
  /** One encoded frame. Dropped when the connection is closed. */
  send(bytes: Uint8Array<ArrayBuffer>): void
  /** The one listener for frames that arrive. */
  onMessage(listener: (bytes: Uint8Array) => void): void
  /** Called once, when the connection is over for whatever reason. */
  onClose(listener: () => void): void
  close(): void
}

/** Opens a byte-stream connection; rejects when the control plane does not answer. The caller closes it. */
export type OpenStreams = () => Promise<Streams>

/** Byte streams through a WebSocket at `url`. */
export function socketStreams(url: string): OpenStreams {
  return () => {
    const { promise, resolve, reject } = Promise.withResolvers<Streams>()
    const socket = new WebSocket(url)
    socket.binaryType = 'arraybuffer'
    const streams: Streams = {
      send: (bytes) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(bytes)
      },
      onMessage: (listener) =>
        socket.addEventListener('message', (event: MessageEvent<ArrayBuffer>) =>
          listener(new Uint8Array(event.data)),
        ),
      onClose: (listener) => socket.addEventListener('close', () => listener(), { once: true }),
      close: () => socket.close(),
    }
    socket.addEventListener('open', () => resolve(streams), { once: true })
    socket.addEventListener('close', () => reject(new Error('The control plane does not answer')), {
      once: true,
    })
    return promise
  }
}

/** Byte streams through a port to the main process. */
export function portStreams(host: HostBridge): OpenStreams {
  return async () => {
    const port = await openPort(host, 'streams')
    return {
      send: (bytes) => port.postMessage(bytes),
      onMessage: (listener) => {
        port.addEventListener('message', (event: MessageEvent<Uint8Array>) => listener(event.data))
        port.start()
      },
      onClose: (listener) => port.addEventListener('close', () => listener(), { once: true }),
      close: () => port.close(),
    }
  }
}

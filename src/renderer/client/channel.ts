import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import type { ClientContext, ClientLink } from '@orpc/client'
import type { HostBridge } from './host.ts'
import { openPort } from './port.ts'

export type Link = ClientLink<ClientContext>

/** One open way to the control plane. */
export interface Channel {
  link: Link
  /** False from the moment it closed, before the calls under way fail for it. */
  isOpen(): boolean
  /** Resolves once nothing can travel any more. */
  closed: Promise<void>
  close(): void
}

/** Opens a channel; rejects when the control plane does not answer. */
export type OpenChannel = () => Promise<Channel>

/** Through a WebSocket on the page's own origin; the cookie says who asks. */
export function socketChannel(url: string): OpenChannel {
  return () => {
    const { promise, resolve, reject } = Promise.withResolvers<Channel>()
    const socket = new WebSocket(url)
    socket.binaryType = 'arraybuffer'
    const closed = new Promise<void>((done) => socket.addEventListener('close', () => done(), { once: true }))
    const link: Link = new SocketLink({ websocket: socket })
    const isOpen = (): boolean => socket.readyState === WebSocket.OPEN
    socket.addEventListener('open', () => resolve({ link, isOpen, closed, close: () => socket.close() }), {
      once: true,
    })
    socket.addEventListener('close', () => reject(new Error('The control plane does not answer')), {
      once: true,
    })
    return promise
  }
}

/** Through a MessagePort to the main process of the desktop app. */
export function portChannel(host: HostBridge): OpenChannel {
  return async () => {
    const port = await openPort(host, 'rpc')
    let open = true
    const { promise: closed, resolve } = Promise.withResolvers<void>()
    const end = (): void => {
      open = false
      resolve()
    }
    // Before the link listens: it fails its calls on the same event.
    port.addEventListener('close', end, { once: true })
    const link: Link = new PortLink({ port })
    port.start()
    const close = (): void => {
      port.close()
      end()
    }
    return { link, isOpen: () => open, closed, close }
  }
}

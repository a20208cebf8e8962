import { ipcMain, MessageChannelMain, type IpcMainEvent, type MessagePortMain } from 'electron'
import { RPCHandler } from '@orpc/server/message-port'
import { failuresOnly, type Logger, type Scope } from '../../../base/index.ts'
import { desktopChannels, portPurposes, type PortPurpose } from '../../../contracts/index.ts'
import type { AppRouter } from '../../routes/index.ts'
import type { StreamPeer } from '../../terminals/index.ts'
import { isOwnPage, type PageAddress } from './addresses.ts'

/** What the page is connected to. */
export interface Services {
  router: AppRouter
  streams: { accept(peer: StreamPeer): void }
  scope: Scope
  log: Logger
}

/** Whether a message came from the app's own page, in the window's main frame. */
export const isFromApp = ({ senderFrame }: Pick<IpcMainEvent, 'senderFrame'>, page: PageAddress): boolean =>
  senderFrame !== null && senderFrame.parent === null && isOwnPage(senderFrame.url, page)

/** Gives the page a port for each connection it asks for, until `scope` closes. */
export function servePorts({ router, streams, scope, log }: Services, page: PageAddress): void {
  const handler = new RPCHandler(router, { interceptors: [failuresOnly(log)] })
  const connect = (event: IpcMainEvent, purpose: unknown): void => {
    if (!isFromApp(event, page) || !isPurpose(purpose))
      return log.warn({ url: event.senderFrame?.url, purpose }, 'a connection was refused')
    const { port1, port2 } = new MessageChannelMain()
    const forget = scope.add(() => port1.close())
    port1.on('close', forget)
    if (purpose === 'rpc') handler.upgrade(port1, { context: {} })
    else streams.accept(portPeer(port1))
    port1.start()
    event.sender.postMessage(desktopChannels.port, purpose, [port2])
  }
  ipcMain.on(desktopChannels.connect, connect)
  scope.add(() => void ipcMain.off(desktopChannels.connect, connect))
}

const isPurpose = (value: unknown): value is PortPurpose => portPurposes.some((purpose) => purpose === value)

/** A byte-stream client in the page: one frame a message, as a Uint8Array. Anything else closes it. */
function portPeer(port: MessagePortMain): StreamPeer {
  return {
    // A view would drag its whole buffer along: frames are often cut out of larger ones.
    send: (frame) => port.postMessage(new Uint8Array(frame)),
    // Electron does not tell; what flows is bounded by the credits the page gives.
    buffered: () => 0,
    close: () => port.close(),
    onFrame: (listener) => {
      port.on('message', ({ data }) => {
        if (data instanceof Uint8Array) listener(data)
        else port.close()
      })
    },
    onClose: (listener) => port.on('close', listener),
  }
}

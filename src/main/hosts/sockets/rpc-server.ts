import { RPCHandler } from '@orpc/server/ws'
import type { WebSocket } from 'ws'
import { failuresOnly, type Logger } from '../../../base/index.ts'
import type { AppRouter } from '../../routes/index.ts'

/** Serves the app contract on WebSockets. */
export interface RpcServer {
  serve(socket: WebSocket): void
}

/** A client that lets this much pile up does not read: it is cut off, reconnects and resumes from its cursor. */
const mostBufferedBytes = 64 * 1024 * 1024

export function createRpcServer(router: AppRouter, log: Logger): RpcServer {
  const handler = new RPCHandler(router, { interceptors: [failuresOnly(log)] })
  return {
    serve(socket) {
      socket.on('error', (error) => log.debug({ err: error }, 'a client connection failed'))
      const bounded = {
        addEventListener: socket.addEventListener.bind(socket),
        send: (data: Parameters<WebSocket['send']>[0]) => {
          // What a closed connection was still to be told is lost on purpose: the client asks again.
          if (socket.readyState !== socket.OPEN) return
          if (socket.bufferedAmount > mostBufferedBytes) socket.terminate()
          else socket.send(data)
        },
      }
      void handler.upgrade(bounded, { context: {} })
    },
  }
}

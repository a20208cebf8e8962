import type { WebSocket } from 'ws'
import type { StreamPeer } from '../../terminals/index.ts'

/** A byte-stream client on a WebSocket. A text message is no frame and closes it. */
export function webSocketPeer(socket: WebSocket): StreamPeer {
  socket.binaryType = 'nodebuffer'
  return {
    send: (frame) => {
      if (socket.readyState === socket.OPEN) socket.send(frame)
    },
    buffered: () => socket.bufferedAmount,
    close: () => socket.terminate(),
    onFrame: (listener) => {
      socket.on('message', (data, isBinary) => {
        if (isBinary) listener(data as Buffer)
        else socket.terminate()
      })
    },
    onClose: (listener) => {
      socket.on('close', listener)
      // The close event follows.
      socket.on('error', () => socket.terminate())
    },
  }
}

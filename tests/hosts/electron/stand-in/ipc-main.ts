import { EventEmitter } from 'node:events'
import type { IpcMain } from 'electron'
import type { MessagePortMain } from './ports.ts'

// Arguments are what the page sent: each handler says what it expects.
type Handler = (event: IpcEvent, ...args: never[]) => unknown

/** The part of Electron's event that reaches handlers here. */
export interface IpcEvent {
  /** The page's WebContents. */
  sender: unknown
  senderFrame: { url: string; origin: string; parent: null }
  ports: MessagePortMain[]
  reply(channel: string, ...args: unknown[]): void
}

class Ipc extends EventEmitter {
  readonly #handlers = new Map<string, Handler>()

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`)
    this.#handlers.set(channel, handler)
  }

  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel)
      return handler(event, ...args)
    })
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel)
  }

  /** Answers `ipcRenderer.invoke`. */
  async invoke(event: IpcEvent, channel: string, args: unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel)
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    return handler(event, ...(args as never[]))
  }
}

export const ipcMain = new Ipc()
ipcMain satisfies Pick<
  Record<keyof IpcMain, unknown>,
  'on' | 'once' | 'off' | 'handle' | 'handleOnce' | 'removeHandler' | 'removeListener' | 'removeAllListeners'
>

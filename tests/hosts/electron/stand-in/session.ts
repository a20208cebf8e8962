import { EventEmitter } from 'node:events'
import { protocol } from './protocol.ts'

/** A page, as far as permissions go. */
interface Asker {
  getURL(): string
}
type RequestHandler = (
  contents: Asker,
  permission: string,
  answer: (granted: boolean) => void,
  details: unknown,
) => void
type CheckHandler = (contents: Asker | null, permission: string, origin: string, details: unknown) => boolean
type BeforeRequest = (
  details: { url: string; method: string; resourceType: string },
  answer: (response: { cancel?: boolean }) => void,
) => void

/** One session for all windows: request filter and permission handlers are kept and obeyed. */
class Session extends EventEmitter {
  readonly protocol = protocol
  #request: RequestHandler | undefined
  #check: CheckHandler | undefined
  #before: BeforeRequest | undefined

  readonly webRequest = {
    onBeforeRequest: (...args: [BeforeRequest | null] | [{ urls: string[] }, BeforeRequest | null]) => {
      // Filters by address are not evaluated: the listener sees every request.
      this.#before = args.at(-1) as BeforeRequest | undefined
    },
  }

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#request = handler ?? undefined
  }

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#check = handler ?? undefined
  }

  /** What the app answers when a page asks; without a handler Electron grants everything, and so does this. */
  async wouldGrant(contents: Asker, permission: string): Promise<boolean> {
    const origin = new URL(contents.getURL()).origin
    if (this.#check && !this.#check(contents, permission, origin, {})) return false
    const handler = this.#request
    if (!handler) return true
    return new Promise((resolve) =>
      handler(contents, permission, resolve, { requestingUrl: contents.getURL() }),
    )
  }

  async cancels(details: { url: string; method: string; resourceType: string }): Promise<boolean> {
    const before = this.#before
    if (!before) return false
    return new Promise((resolve) => before(details, ({ cancel }) => resolve(cancel === true)))
  }
}

const defaultSession = new Session()
export type { Session }
export const session = { defaultSession, fromPartition: () => defaultSession }

import type { CustomScheme, Protocol } from 'electron'
import { addOwnScheme, isOwnScheme } from './url-map.ts'

type Handler = (request: Request) => Response | Promise<Response>
const handlers = new Map<string, Handler>()
let sealed = false

/** Called when the app gets ready: privileges must be registered before. */
export const sealSchemes = (): void => void (sealed = true)

export const protocol = {
  registerSchemesAsPrivileged(schemes: CustomScheme[]): void {
    if (sealed) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const { scheme } of schemes) addOwnScheme(scheme)
  },
  handle(scheme: string, handler: Handler): void {
    if (!isOwnScheme(scheme))
      throw new Error(`${scheme} is not registered as privileged, so no page can be on it`)
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
    handlers.set(scheme, handler)
  },
  unhandle: (scheme: string): void => void handlers.delete(scheme),
  isProtocolHandled: (scheme: string): boolean => handlers.has(scheme),
} satisfies Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle' | 'unhandle' | 'isProtocolHandled'>

/** The app's answer to a request on one of its schemes, or undefined when none handles it. */
export async function answerOwnScheme(request: Request): Promise<Response | undefined> {
  return await handlers.get(new URL(request.url).protocol.slice(0, -1))?.(request)
}

import { portMessageType, type PortPurpose } from '../../contracts/index.ts'
import type { HostBridge } from './host.ts'

/** A main process that starts up needs a moment; one that gives no port in this time is asked again. */
const portWaitMs = 10_000

/** Asks the preload script for a port. Rejects when none comes in time. */
export function openPort(host: HostBridge, purpose: PortPurpose): Promise<MessagePort> {
  const { promise, resolve, reject } = Promise.withResolvers<MessagePort>()
  const stop = new AbortController()
  window.addEventListener(
    'message',
    (event) => {
      // Only the window itself (its preload script) may hand in ports.
      if (event.source !== window) return
      const data = event.data as { type?: unknown; purpose?: unknown } | null
      const [port] = event.ports
      if (data?.type !== portMessageType || data.purpose !== purpose || !port) return
      resolve(port)
    },
    { signal: stop.signal },
  )
  const timer = setTimeout(() => reject(new Error('The app gave no port')), portWaitMs)
  host.connect(purpose)
  return promise.finally(() => {
    clearTimeout(timer)
    stop.abort()
  })
}

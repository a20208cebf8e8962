import type { DesktopBridge } from '../../contracts/index.ts'

/** What the desktop window's preload script gives the page; absent in a browser. */
export type HostBridge = DesktopBridge<File>

declare global {
  interface Window {
    readonly switchyardHost?: HostBridge
  }
}

/** True when shortcuts use the Command key. */
export const usesCommandKey = (host: HostBridge | undefined, userAgent: string): boolean =>
  host ? host.platform === 'darwin' : /Macintosh|Mac OS X/.test(userAgent)

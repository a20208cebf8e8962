/** What a second kind of connection is for: calls and events, or terminal bytes. */
export type PortPurpose = 'rpc' | 'streams'

/**
 * What the desktop window's preload script gives the page as `window.switchyardHost`; absent in a browser.
 * A port asked for with `connect` arrives as a window message `{ type: portMessageType, purpose }` with the port
 * in `ports[0]`, because a MessagePort cannot cross the context bridge as a value.
 */
export interface HostBridge {
  readonly platform: string
  connect(purpose: PortPurpose): void
  /** Real path of a dropped or chosen file or folder; empty when it has none. */
  pathForFile(file: File): string
  /** The system's folder dialog; null when it was dismissed. */
  chooseFolder(): Promise<string | null>
  /** Native menu items send the id of the action they stand for. Returns the way to stop listening. */
  onMenu(listener: (actionId: string) => void): () => void
}

export const portMessageType = 'switchyard:port'

declare global {
  interface Window {
    readonly switchyardHost?: HostBridge
  }
}

/** True when shortcuts use the Command key. */
export const usesCommandKey = (host: HostBridge | undefined, userAgent: string): boolean =>
  host ? host.platform === 'darwin' : /Macintosh|Mac OS X/.test(userAgent)

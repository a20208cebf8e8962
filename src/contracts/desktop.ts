import type { SessionId, WorkspaceId } from './ids.ts'
import type { Looking } from './needs.ts'

/**
 * What a page in the desktop window may ask of it beside the app contract, and how main process, preload script
 * and page name it. No schemas here, which the preload script would carry: all is checked where it arrives.
 */

/** What a connection is for: calls and events (app contract), or byte-stream frames (`streams.ts`). */
export const portPurposes = ['rpc', 'streams'] as const
export type PortPurpose = (typeof portPurposes)[number]

/**
 * `window.switchyardHost` in the desktop window; absent in a browser. A port asked for with `connect` arrives as
 * a window message `{ type: portMessageType, purpose }` with the port in `ports[0]`, because a MessagePort cannot
 * cross the context bridge as a value. `File` is the page's own, which contracts do not know.
 */
export interface DesktopBridge<File> {
  /** Node's name for the operating system: `darwin`, `linux`, `win32`. */
  readonly platform: string
  connect(purpose: PortPurpose): void
  /** Real path of a dropped or chosen file or folder; empty when it has none. */
  pathForFile(file: File): string
  /** The system's folder dialog; null when it was dismissed. */
  chooseFolder(): Promise<string | null>
  /** Native menu items send the id of the action they stand for. Returns the way to stop listening. */
  onMenu(listener: (actionId: string) => void): () => void
  /** Says what the page shows, so that nobody is notified of what he looks at. */
  looking(at: Looking): void
  /** A notification was clicked. Returns the way to stop listening. */
  onOpen(listener: (place: OpenPlace) => void): () => void
}

/** Where a session is. */
export interface OpenPlace {
  workspaceId: WorkspaceId
  sessionId: SessionId
}

/** `type` of the window message that hands a port to the page. */
export const portMessageType = 'switchyard:port'

/** Channels between preload script and main process. */
export const desktopChannels = {
  /** page → main: a purpose. Answered on `port`. */
  connect: 'switchyard:connect',
  /** main → page: a purpose, with the port. */
  port: portMessageType,
  /** page → main, answered: a folder or null. */
  chooseFolder: 'switchyard:choose-folder',
  /** main → page: an action id. */
  menu: 'switchyard:menu',
  /** page → main: `Looking`. */
  looking: 'switchyard:looking',
  /** main → page: a `OpenPlace`. */
  open: 'switchyard:open',
} as const

import type { Notification } from './notification.ts'
import type { Tray } from './tray.ts'
import type { BrowserWindow } from './browser-window.ts'

/** What the app has made in this process, for Electron's own look-ups and for the test that drives it. */
export const registry = {
  windows: new Map<number, BrowserWindow>(),
  trays: new Set<Tray>(),
  notifications: [] as Notification[],
  /** What was handed to other programs: addresses, files, folders. */
  opened: [] as { by: 'openExternal' | 'openPath' | 'showItemInFolder'; target: string }[],
}

import { app, ipcMain, type BrowserWindow, type IpcMainEvent, type Tray } from 'electron'
import type { Clock, Logger, Scope } from '../../../base/index.ts'
import { desktopChannels, Looking, type Need } from '../../../contracts/index.ts'
import type { PageAddress } from './addresses.ts'
import type { AppClient } from './follow-events.ts'
import { followNeeds, type NeedsNow } from './follow-needs.ts'
import { Notifications } from './notifications.ts'
import { isFromApp } from './ports.ts'
import { showWaiting, type TrayActs } from './tray.ts'

interface Parts {
  client: AppClient
  window: BrowserWindow
  page: PageAddress
  tray: Tray
  trayActs: TrayActs
  platform: NodeJS.Platform
  clock: Clock
  log: Logger
  scope: Scope
  reveal(): void
}

/** Tells the user of what waits for him: notifications, the tray, and the number on the app's icon. */
export function callForAttention(parts: Parts): void {
  const { client, window, page, tray, trayActs, platform, log, scope, reveal } = parts
  let now: NeedsNow | null = null
  let looking: Looking = { sessions: [], inbox: false }
  const notifications = new Notifications({
    client,
    log,
    open: ({ workspaceId, sessionId }: Need) => {
      window.webContents.send(desktopChannels.open, { workspaceId, sessionId })
      reveal()
    },
  })
  const look = (): void => {
    if (now) notifications.update(now, window.isFocused() ? looking : null)
  }
  followNeeds(client, parts, (changed) => {
    const count = changed.needs.length
    if (now?.needs.length !== count) {
      app.setBadgeCount(count)
      showWaiting(tray, count, platform, trayActs)
    }
    now = changed
    look()
  })
  const hear = (event: IpcMainEvent, said: unknown): void => {
    const parsed = Looking.safeParse(said)
    if (!isFromApp(event, page) || !parsed.success)
      return log.warn({ url: event.senderFrame?.url }, 'what the page says it shows was not understood')
    looking = parsed.data
    look()
  }
  ipcMain.on(desktopChannels.looking, hear)
  window.on('focus', look)
  scope.add(() => {
    ipcMain.off(desktopChannels.looking, hear)
    window.off('focus', look)
    notifications.close()
    app.setBadgeCount(0)
  })
}

import type { AppControls, ControlReply, ControlRequest } from '../controls.ts'
import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import { cdpUrl } from './chromium.ts'
import { answerDialog, openDialogs } from './dialog.ts'
import { Menu } from './menu.ts'
import { nativeTheme } from './native-theme.ts'
import { shownNotifications } from './notification.ts'
import { opened } from './shell.ts'
import { type Tray, trays } from './tray.ts'

function windowOf(id: number): BrowserWindow {
  const found = BrowserWindow.fromId(id)
  if (!found) throw new Error(`no window ${id}`)
  return found
}

function theTray(): Tray {
  const [tray] = trays
  if (!tray) throw new Error('the app has no tray icon')
  return tray
}

const controls: AppControls = {
  cdpUrl: () => cdpUrl() ?? null,
  windows: () =>
    BrowserWindow.getAllWindows().map((window) => ({
      id: window.id,
      title: window.getTitle(),
      url: window.webContents.getURL(),
      visible: window.isVisible(),
      focused: window.isFocused(),
      maximized: window.isMaximized(),
      bounds: window.getBounds(),
    })),
  closeWindow: (id) => windowOf(id).close(),
  blurWindow: (id) => windowOf(id).blur(),
  focusWindow: (id) => windowOf(id).focus(),
  setBounds: (id, bounds) => windowOf(id).setBounds(bounds),
  maximize: (id) => windowOf(id).maximize(),
  menu: () => Menu.getApplicationMenu()?.outline() ?? [],
  chooseMenu(path) {
    const menu = Menu.getApplicationMenu()
    if (!menu) throw new Error('the app has no menu')
    menu.find(path).choose()
  },
  tray() {
    const [tray] = trays
    return tray
      ? {
          toolTip: tray.toolTip,
          title: tray.title,
          icon: tray.image.getSize(),
          menu: tray.menu?.outline() ?? [],
        }
      : null
  },
  clickTray: () => void theTray().emit('click', {}),
  chooseTray(path) {
    const { menu } = theTray()
    if (!menu) throw new Error('the tray icon has no menu')
    menu.find(path).choose()
  },
  dialogs: openDialogs,
  answerDialog,
  notifications: () =>
    shownNotifications().map(({ title, body, actions }) => ({
      title,
      body,
      actions: actions.map(({ text = '' }) => text),
    })),
  clickNotification(index, action) {
    const found = shownNotifications()[index]
    if (!found) throw new Error(`no notification ${index}`)
    if (action === undefined) return found.press()
    const button = found.actions.findIndex(({ text }) => text === action)
    if (button < 0) throw new Error(`the notification has no button "${action}"`)
    found.press(button)
  },
  opened: () => opened,
  setSystemDark: (dark) => nativeTheme.setSystemDark(dark),
  badge: () => app.getBadgeCount(),
  wouldGrant(id, permission) {
    const { webContents } = windowOf(id)
    return webContents.session.wouldGrant(webContents, permission)
  },
  dropping: (id, paths) => windowOf(id).webContents.dropping(paths),
  quit: () => app.quit(),
}

/** Answers the process that started this one, where there is a channel to it. */
export function serveControls(): void {
  const { channel } = process
  if (!process.send || !channel) return
  process.on('message', (request: ControlRequest) => void answer(request))
  // The app decides how long it lives, not whoever watches it.
  channel.unref()
}

async function answer({ standIn, name, args }: ControlRequest): Promise<void> {
  const reply: ControlReply = { standIn }
  try {
    const control = controls[name] as (...args: unknown[]) => unknown
    reply.value = await control(...args)
  } catch (error) {
    reply.error = error instanceof Error ? error.message : String(error)
  }
  // The channel is gone when whoever asked is.
  if (process.connected) process.send?.(reply)
}

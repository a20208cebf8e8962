import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme } from 'electron'
import type { Clock, Logger } from '../../../base/index.ts'
import type { PageAddress } from './addresses.ts'
import { rememberedState, rememberWindow } from './remember-window.ts'
import { smallestSize } from './window-state.ts'

/** Painted before the page is; the same as the page's own background. */
const background = () => (nativeTheme.shouldUseDarkColors ? '#0e0f12' : '#f4f5f7')

/** A page that crashes again within this time after a reload is not reloaded any more. */
const crashLoopMs = 10_000

export interface MainWindowOptions {
  page: PageAddress
  /** Folder of the running bundle (`out/main`). */
  bundleFolder: string
  /** JSON file with the window's place. */
  stateFile: string
  clock: Clock
  log: Logger
}

/**
 * Opens the one window, hidden until it has something to show. Closing it hides it: the app stays in the tray
 * until it quits.
 */
export function openMainWindow({
  page,
  bundleFolder,
  stateFile,
  clock,
  log,
}: MainWindowOptions): BrowserWindow {
  const { bounds, maximized } = rememberedState(stateFile, log)
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallestSize.width,
    minHeight: smallestSize.height,
    title: 'Switchyard',
    show: false,
    backgroundColor: background(),
    icon: join(bundleFolder, '..', '..', 'resources', 'icons', 'icon.png'),
    webPreferences: {
      preload: join(bundleFolder, '..', 'preload', 'index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  if (maximized) window.maximize()
  rememberWindow(window, stateFile, clock, log)
  window.once('ready-to-show', () => window.show())
  hideOnClose(window)
  nativeTheme.on('updated', () => {
    if (!window.isDestroyed()) window.setBackgroundColor(background())
  })
  reloadAfterCrash(window, clock, log)
  window
    .loadURL(page.url)
    .catch((error: unknown) => log.error({ err: error }, 'the page could not be loaded'))
  return window
}

/** Brings the window to the front from wherever it is. */
export function revealWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

function hideOnClose(window: BrowserWindow): void {
  let quitting = false
  app.on('before-quit', () => (quitting = true))
  window.on('close', (event) => {
    if (quitting) return
    event.preventDefault()
    window.hide()
  })
}

function reloadAfterCrash(window: BrowserWindow, clock: Clock, log: Logger): void {
  let lastCrash = Number.NEGATIVE_INFINITY
  window.webContents.on('render-process-gone', (_event, details) => {
    log.error({ details }, 'the page is gone')
    if (details.reason === 'clean-exit') return
    const now = clock.now()
    const again = now - lastCrash < crashLoopMs
    lastCrash = now
    if (!again) window.webContents.reload()
  })
}

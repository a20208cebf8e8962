import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, dialog, Menu } from 'electron'
import type { Clock, Home, Logger } from '../../../base/index.ts'
import { desktopChannels, toFailure, type Settings } from '../../../contracts/index.ts'
import { pageAddress } from './addresses.ts'
import { registerAppScheme, serveAppScheme } from './app-protocol.ts'
import { serveFolderDialog } from './folder-dialog.ts'
import { callForAttention } from './attention.ts'
import { followEvents, type AppClient } from './follow-events.ts'
import { guardPages } from './guard.ts'
import { openMainWindow, revealWindow } from './main-window.ts'
import { menuActions } from './menu-actions.ts'
import { menuTemplate } from './menu-template.ts'
import { withShortcuts } from './menu-shortcuts.ts'
import { servePorts, type Services } from './ports.ts'
import { createTray } from './tray.ts'

/** See `repairOffers`; told here, since a host knows nothing of how the control plane is built. */
interface RepairOffer {
  message: string
  question: string
  accept(): string
}

/** The running control plane, as far as the window needs it. */
type ControlPlane = Services & { client: AppClient; close(): Promise<void> }

export interface DesktopOptions {
  home: Home
  /** Folder of the running bundle (`out/main`). */
  bundleFolder: string
  platform: NodeJS.Platform
  /** Address of Vite's server in development. */
  developmentServer: string | undefined
  clock: Clock
  log: Logger
  /** Damaged databases for which there is a backup. */
  repairs(): RepairOffer[]
  /** Starts the control plane; `onStop` is called when somebody asks it to end. */
  start(onStop: () => void): Promise<ControlPlane>
}

/**
 * Runs the desktop app until it quits. A second start in the same home brings the first one's window to the
 * front and ends. Returns at once: Electron gets ready only after the entry module has run.
 */
export function runDesktop(options: DesktopOptions): void {
  const { home, platform, log } = options
  // Chromium's own files go below the home, so each home is an app of its own, with a lock of its own.
  const userData = join(home.root, 'desktop')
  mkdirSync(userData, { recursive: true, mode: 0o700 })
  app.setName('Switchyard')
  app.setPath('userData', userData)
  if (platform === 'win32') app.setAppUserModelId('dev.switchyard.app')
  if (!app.requestSingleInstanceLock()) return app.quit()
  registerAppScheme()
  // Listened to so that Electron does not quit with the last window.
  app.on('window-all-closed', () => log.debug('no window is open'))
  app
    .whenReady()
    .then(() => openApp(options))
    .catch((error: unknown) => {
      log.error({ err: error }, 'the app could not start')
      const { message, hint } = toFailure(error)
      dialog.showErrorBox('Switchyard could not start', hint ? `${message}\n\n${hint}` : message)
      app.exit(1)
    })
}

async function openApp(options: DesktopOptions): Promise<void> {
  const { home, bundleFolder, platform, clock, log } = options
  const page = pageAddress(options.developmentServer, app.isPackaged)
  await offerRepairs(options)
  const controlPlane = await options.start(() => app.quit())
  closeBeforeQuit(controlPlane)

  guardPages(page, log)
  serveAppScheme(join(bundleFolder, '..', 'renderer'))
  servePorts(controlPlane, page)
  const stateFile = join(home.root, 'window.json')
  const window = openMainWindow({ page, bundleFolder, stateFile, clock, log })
  serveFolderDialog(window, page, controlPlane.scope)
  const reveal = (): void => revealWindow(window)
  app.on('second-instance', reveal)
  app.on('activate', reveal)
  const act = (actionId: string): void => {
    // First: what is on the screen until then is not what the user wants to see.
    window.webContents.send(desktopChannels.menu, actionId)
    reveal()
  }
  const { client, scope } = controlPlane
  const showMenu = ({ shortcuts }: Pick<Settings, 'shortcuts'>): void => {
    const actions = withShortcuts(menuActions, shortcuts)
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(actions, platform, act)))
  }
  showMenu({ shortcuts: {} })
  followEvents(client, { clock, log, scope }, ({ settings }) => {
    showMenu(settings)
    return (change) => {
      if (change.type === 'settings') showMenu(change.entity)
    }
  })
  const trayActs = { open: reveal, openInbox: () => act('app.inbox') }
  const tray = createTray(bundleFolder, platform, trayActs)
  scope.add(() => tray.destroy())
  callForAttention({ client, window, page, tray, trayActs, platform, clock, log, scope, reveal })
}

/** One question a damaged database. Declined, it is left as it is, and what opens it says so. */
async function offerRepairs({ repairs, log }: DesktopOptions): Promise<void> {
  for (const { message, question, accept } of repairs()) {
    log.error(message)
    const { response } = await dialog.showMessageBox({
      type: 'warning',
      title: 'Switchyard',
      message,
      detail: question,
      buttons: ['Put the backup back', 'Leave it'],
      defaultId: 0,
      cancelId: 1,
      noLink: true,
    })
    if (response === 0) log.warn(accept())
  }
}

/** Quitting waits for the control plane to give the home up. The node agent and its work go on. */
function closeBeforeQuit(controlPlane: ControlPlane): void {
  let closing = false
  app.on('will-quit', (event) => {
    event.preventDefault()
    if (closing) return
    closing = true
    controlPlane.close().then(
      () => app.exit(0),
      (error: unknown) => {
        controlPlane.log.error({ err: error }, 'the control plane did not close')
        app.exit(1)
      },
    )
  })
}

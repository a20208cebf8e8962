import { join } from 'node:path'
import { app, Menu, nativeImage, Tray } from 'electron'
import { waitingWords } from '../../../contracts/index.ts'

export interface TrayActs {
  /** Brings the window to the front. */
  open(): void
  /** The same, with all that waits for the user in it. */
  openInbox(): void
}

/** The icon that stays when the window is closed. The caller keeps it and destroys it. */
export function createTray(bundleFolder: string, platform: NodeJS.Platform, acts: TrayActs): Tray {
  // macOS colours template images itself; the @2x files beside them are found by name.
  const file = platform === 'darwin' ? 'trayTemplate.png' : 'tray.png'
  const image = nativeImage.createFromPath(join(bundleFolder, '..', '..', 'resources', 'icons', file))
  const tray = new Tray(image)
  showWaiting(tray, 0, platform, acts)
  tray.on('click', acts.open)
  return tray
}

/** Says in the tray how many things wait for the user. */
export function showWaiting(tray: Tray, count: number, platform: NodeJS.Platform, acts: TrayActs): void {
  tray.setToolTip(count === 0 ? 'Switchyard' : `Switchyard: ${waitingWords(count)}`)
  if (platform === 'darwin') tray.setTitle(count === 0 ? '' : String(count))
  // A menu cannot be changed once the desktop has it.
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { id: 'open', label: 'Open', click: acts.open },
      { id: 'needs-you', label: waitingWords(count), enabled: count > 0, click: acts.openInbox },
      { type: 'separator' },
      { id: 'quit', label: 'Quit', click: () => app.quit() },
    ]),
  )
}

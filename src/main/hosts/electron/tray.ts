import { join } from 'node:path'
import { app, Menu, nativeImage, Tray } from 'electron'

/** The icon that stays when the window is closed: open it again, or quit. The caller keeps it and destroys it. */
export function createTray(bundleFolder: string, platform: NodeJS.Platform, open: () => void): Tray {
  // macOS colours template images itself; the @2x files beside them are found by name.
  const file = platform === 'darwin' ? 'trayTemplate.png' : 'tray.png'
  const image = nativeImage.createFromPath(join(bundleFolder, '..', '..', 'resources', 'icons', file))
  const tray = new Tray(image)
  tray.setToolTip('Switchyard')
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { id: 'open', label: 'Open', click: open },
      { type: 'separator' },
      { id: 'quit', label: 'Quit', click: () => app.quit() },
    ]),
  )
  tray.on('click', open)
  return tray
}

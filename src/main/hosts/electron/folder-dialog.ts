import { dialog, ipcMain, type BrowserWindow } from 'electron'
import type { Scope } from '../../../base/index.ts'
import { desktopChannels } from '../../../contracts/index.ts'
import type { PageAddress } from './addresses.ts'
import { isFromApp } from './ports.ts'

/** Answers the page's wish for the system's folder dialog, until `scope` closes. */
export function serveFolderDialog(window: BrowserWindow, page: PageAddress, scope: Scope): void {
  ipcMain.handle(desktopChannels.chooseFolder, async (event): Promise<string | null> => {
    if (!isFromApp(event, page)) throw new Error('only the app itself may open dialogs')
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      title: 'Choose a repository',
      properties: ['openDirectory', 'createDirectory'],
    })
    return canceled ? null : (filePaths[0] ?? null)
  })
  scope.add(() => ipcMain.removeHandler(desktopChannels.chooseFolder))
}

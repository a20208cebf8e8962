import { contextBridge, ipcRenderer, webUtils } from 'electron'
import {
  desktopChannels,
  portMessageType,
  type DesktopBridge,
  type PortPurpose,
  type OpenPlace,
} from '../contracts/desktop.ts'

/**
 * A way to ask for ports; all else goes through those. What stands beside it is what no port can carry: a
 * dropped file's path is known only here, the folder dialog, the native menu and notifications only to the desktop.
 */
const bridge: DesktopBridge<File> = {
  platform: process.platform,
  connect: (purpose) => ipcRenderer.send(desktopChannels.connect, purpose),
  pathForFile: (file) => webUtils.getPathForFile(file),
  chooseFolder: () => ipcRenderer.invoke(desktopChannels.chooseFolder) as Promise<string | null>,
  onMenu(listener) {
    const heard = (_event: unknown, actionId: string): void => listener(actionId)
    ipcRenderer.on(desktopChannels.menu, heard)
    return () => void ipcRenderer.off(desktopChannels.menu, heard)
  },
  looking: (at) => ipcRenderer.send(desktopChannels.looking, at),
  onOpen(listener) {
    const heard = (_event: unknown, place: OpenPlace): void => listener(place)
    ipcRenderer.on(desktopChannels.open, heard)
    return () => void ipcRenderer.off(desktopChannels.open, heard)
  },
}

ipcRenderer.on(desktopChannels.port, (event, purpose: PortPurpose) =>
  window.postMessage({ type: portMessageType, purpose }, window.location.origin, event.ports),
)
contextBridge.exposeInMainWorld('switchyardHost', bridge)

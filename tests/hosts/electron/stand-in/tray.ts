import { EventEmitter } from 'node:events'
import type { Tray as ElectronTray } from 'electron'
import type { Menu } from './menu.ts'
import { createFromPath, type NativeImage } from './native-image.ts'

type Surface = Pick<ElectronTray, 'setToolTip' | 'setTitle' | 'destroy' | 'isDestroyed'>

/** Those that are there now. */
export const trays = new Set<Tray>()

export class Tray extends EventEmitter implements Surface {
  image: NativeImage
  toolTip = ''
  title = ''
  menu: Menu | null = null

  constructor(image: NativeImage | string) {
    super()
    this.image = typeof image === 'string' ? createFromPath(image) : image
    trays.add(this)
  }

  setImage(image: NativeImage | string): void {
    this.image = typeof image === 'string' ? createFromPath(image) : image
  }

  setContextMenu(menu: Menu | null): void {
    this.menu = menu
  }

  setToolTip = (text: string): void => void (this.toolTip = text)
  // Text beside the icon, which only macOS shows.
  setTitle = (text: string): void => void (this.title = text)
  destroy = (): void => void trays.delete(this)
  isDestroyed = (): boolean => !trays.has(this)
}

import type { Menu as ElectronMenu, MenuItemConstructorOptions } from 'electron'
import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'

/** A menu as data, for the driver. */
export interface MenuOutline {
  id: string
  label: string
  type: string
  accelerator: string | null
  enabled: boolean
  items: MenuOutline[]
}

/** What a role does where there is no desktop. Roles of editing are the page's own business. */
const roles: Partial<Record<string, () => void>> = {
  quit: () => app.quit(),
  close: () => BrowserWindow.getFocusedWindow()?.close(),
  minimize: () => BrowserWindow.getFocusedWindow()?.minimize(),
  reload: () => BrowserWindow.getFocusedWindow()?.webContents.reload(),
}

export class MenuItem {
  readonly id: string
  readonly role: string | undefined
  readonly type: NonNullable<MenuItemConstructorOptions['type']>
  readonly submenu: Menu | undefined
  readonly accelerator: string | undefined
  label: string
  enabled: boolean
  visible: boolean
  checked: boolean
  readonly #click: MenuItemConstructorOptions['click']

  constructor(options: MenuItemConstructorOptions) {
    this.id = options.id ?? ''
    this.role = options.role
    this.label = options.label ?? options.role ?? ''
    this.accelerator = options.accelerator
    this.enabled = options.enabled ?? true
    this.visible = options.visible ?? true
    this.checked = options.checked ?? false
    this.submenu = Array.isArray(options.submenu) ? Menu.buildFromTemplate(options.submenu) : undefined
    this.type = options.type ?? (this.submenu ? 'submenu' : 'normal')
    this.#click = options.click
  }

  /** As a user's choice. The handler's arguments have Electron's types; it gets this item and the focused window. */
  choose(): void {
    if (!this.enabled || !this.visible) throw new Error(`menu item ${this.label} cannot be chosen`)
    if (this.type === 'checkbox') this.checked = !this.checked
    const click = this.#click as ((item: unknown, window: unknown, event: unknown) => void) | undefined
    if (click) click(this, BrowserWindow.getFocusedWindow() ?? undefined, {})
    else if (this.role) roles[this.role.toLowerCase()]?.()
  }
}

let applicationMenu: Menu | null = null

export class Menu {
  readonly items: MenuItem[] = []

  static buildFromTemplate(template: MenuItemConstructorOptions[]): Menu {
    const menu = new Menu()
    for (const options of template) menu.append(new MenuItem(options))
    return menu
  }
  static setApplicationMenu = (menu: Menu | null): void => void (applicationMenu = menu)
  static getApplicationMenu = (): Menu | null => applicationMenu

  append(item: MenuItem): void {
    this.items.push(item)
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id)
      if (found) return found
    }
    return null
  }

  // A context menu would be drawn by the desktop; the driver chooses through the outline.
  popup = (): void => undefined

  outline(): MenuOutline[] {
    return this.items.map(({ id, label, type, accelerator = null, enabled, submenu }) => ({
      id,
      label,
      type,
      accelerator,
      enabled,
      items: submenu?.outline() ?? [],
    }))
  }

  /** The item of that id, or reached by labels from the top. */
  find(path: string[]): MenuItem {
    const [first = '', ...rest] = path
    const item =
      (rest.length === 0 ? this.getMenuItemById(first) : null) ??
      this.items.find((one) => one.label === first)
    if (!item)
      throw new Error(`no menu item ${first}; there are: ${this.items.map((one) => one.label).join(', ')}`)
    if (rest.length === 0) return item
    if (!item.submenu) throw new Error(`menu item ${first} has no submenu`)
    return item.submenu.find(rest)
  }
}
Menu satisfies Record<
  keyof Pick<typeof ElectronMenu, 'buildFromTemplate' | 'setApplicationMenu' | 'getApplicationMenu'>,
  unknown
>

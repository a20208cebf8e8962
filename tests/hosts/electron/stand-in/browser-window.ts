import { EventEmitter } from 'node:events'
import type { BrowserWindow as ElectronWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron'
import { app } from './app.ts'
import { complain } from './complain.ts'
import { emitPreventable } from './preventable.ts'
import { screen } from './screen.ts'
import { nativeTheme } from './native-theme.ts'
import { WebContents } from './web-contents.ts'

type Surface = Pick<
  ElectronWindow,
  | 'id'
  | 'loadURL'
  | 'show'
  | 'showInactive'
  | 'hide'
  | 'focus'
  | 'blur'
  | 'close'
  | 'destroy'
  | 'minimize'
  | 'restore'
  | 'maximize'
  | 'unmaximize'
  | 'isVisible'
  | 'isFocused'
  | 'isDestroyed'
  | 'isMinimized'
  | 'isMaximized'
  | 'isFullScreen'
  | 'setFullScreen'
  | 'getBounds'
  | 'setBounds'
  | 'getNormalBounds'
  | 'getContentBounds'
  | 'getTitle'
  | 'setTitle'
  | 'setMenuBarVisibility'
  | 'setBackgroundColor'
  | 'setProgressBar'
  | 'flashFrame'
  | 'setAutoHideMenuBar'
>
const windows = new Map<number, BrowserWindow>()
let lastId = 0
let focusedId: number | undefined

/** A window without a frame or a screen: its state is kept here, its content is a page of Chromium. */
export class BrowserWindow extends EventEmitter implements Surface {
  static getAllWindows = (): BrowserWindow[] => [...windows.values()]
  static fromId = (id: number): BrowserWindow | null => windows.get(id) ?? null
  static fromWebContents = (contents: WebContents): BrowserWindow | null =>
    BrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null
  static getFocusedWindow = (): BrowserWindow | null => windows.get(focusedId ?? 0) ?? null

  readonly id = ++lastId
  readonly webContents: WebContents
  readonly options: BrowserWindowConstructorOptions
  #bounds: Rectangle
  #title: string
  #visible = false
  #minimized = false
  #maximized = false
  #fullScreen = false
  #destroyed = false

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super()
    this.options = options
    const { workArea } = screen.getPrimaryDisplay()
    const { width = 800, height = 600 } = options
    const x = options.x ?? workArea.x + Math.round((workArea.width - width) / 2)
    const y = options.y ?? workArea.y + Math.round((workArea.height - height) / 2)
    this.#bounds = { x, y, width, height }
    this.#title = options.title ?? 'Electron'
    this.webContents = new WebContents(options.webPreferences?.preload)
    windows.set(this.id, this)
    app.windows.add(this)
    this.webContents.once('destroyed', () => this.destroy())
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show', {}))
    this.#resizePage()
    nativeTheme.on('updated', this.#themePage)
    this.#themePage()
    if (options.show !== false) this.show()
    app.emit('browser-window-created', {}, this)
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url)
  }

  show(): void {
    this.showInactive()
    this.focus()
  }

  showInactive(): void {
    if (this.#visible) return
    this.#visible = true
    this.emit('show', {})
  }

  hide(): void {
    if (!this.#visible) return
    this.#visible = false
    this.blur()
    this.emit('hide', {})
  }

  focus(): void {
    if (focusedId === this.id) return
    BrowserWindow.getFocusedWindow()?.blur()
    focusedId = this.id
    this.webContents.focus()
    this.#tellPage(true)
    this.emit('focus', {})
    app.emit('browser-window-focus', {}, this)
  }

  /** As the user's click on the frame: the app may prevent it. */
  close(): void {
    if (this.#destroyed) return
    if (!emitPreventable(this, 'close')) this.destroy()
  }

  destroy(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    this.#visible = false
    nativeTheme.off('updated', this.#themePage)
    windows.delete(this.id)
    app.windows.delete(this)
    this.blur()
    this.webContents.destroy()
    this.emit('closed', {})
    if (windows.size === 0) app.allWindowsClosed()
  }

  minimize(): void {
    this.#minimized = true
    this.blur()
    this.emit('minimize', {})
  }

  restore(): void {
    if (!this.#minimized) return
    this.#minimized = false
    this.emit('restore', {})
  }

  maximize(): void {
    if (this.#maximized) return
    this.#maximized = true
    this.showInactive()
    this.emit('maximize', {})
    this.#resized()
  }

  unmaximize(): void {
    if (!this.#maximized) return
    this.#maximized = false
    this.emit('unmaximize', {})
    this.#resized()
  }

  setFullScreen(on: boolean): void {
    if (this.#fullScreen === on) return
    this.#fullScreen = on
    this.emit(on ? 'enter-full-screen' : 'leave-full-screen', {})
    this.#resized()
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds }
    if (bounds.x !== undefined || bounds.y !== undefined) this.emit('move', {})
    if (bounds.width !== undefined || bounds.height !== undefined) this.#resized()
  }

  getBounds(): Rectangle {
    if (!this.#maximized && !this.#fullScreen) return { ...this.#bounds }
    const display = screen.getDisplayMatching(this.#bounds)
    return { ...(this.#fullScreen ? display.bounds : display.workArea) }
  }

  #resized(): void {
    this.#resizePage()
    this.emit('resize', {})
  }

  #resizePage(): void {
    const { width, height } = this.getBounds()
    this.#onPage((page) => page.setViewportSize({ width, height }))
  }

  #themePage = (): void => {
    const colorScheme = nativeTheme.shouldUseDarkColors ? 'dark' : 'light'
    this.#onPage((page) => page.emulateMedia({ colorScheme }))
  }

  #onPage(task: (page: Awaited<WebContents['opened']>) => Promise<void>): void {
    this.webContents.opened.then(task).catch((error: unknown) => {
      if (!this.#destroyed) complain('the page did not follow:', error)
    })
  }

  /** As when another window of the desktop comes to the front. */
  blur(): void {
    if (focusedId !== this.id) return
    focusedId = undefined
    if (!this.#destroyed) this.#tellPage(false)
    this.emit('blur', {})
  }

  // A page that is driven believes it has the focus, always.
  #tellPage(focused: boolean): void {
    this.#onPage((page) =>
      page.evaluate((has) => {
        Object.defineProperty(document, 'hasFocus', { configurable: true, value: () => has })
        window.dispatchEvent(new Event(has ? 'focus' : 'blur'))
      }, focused),
    )
  }

  getNormalBounds = (): Rectangle => ({ ...this.#bounds })
  getContentBounds = (): Rectangle => this.getBounds()
  getTitle = (): string => this.#title
  setTitle = (title: string): void => void (this.#title = title)
  isVisible = (): boolean => this.#visible
  isFocused = (): boolean => focusedId === this.id
  isDestroyed = (): boolean => this.#destroyed
  isMinimized = (): boolean => this.#minimized
  isMaximized = (): boolean => this.#maximized
  isFullScreen = (): boolean => this.#fullScreen
  // What only a real frame, taskbar or desktop would show.
  setMenuBarVisibility = (): void => undefined
  setAutoHideMenuBar = (): void => undefined
  setBackgroundColor = (): void => undefined
  setProgressBar = (): void => undefined
  flashFrame = (): void => undefined
}

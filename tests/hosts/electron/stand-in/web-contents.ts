import { EventEmitter } from 'node:events'
import type { WebContents as ElectronWebContents } from 'electron'
import type { CDPSession, Page } from '@playwright/test'
import { app } from './app.ts'
import { complain } from './complain.ts'
import { browserContext, windowPages } from './chromium.ts'
import { type IpcEvent, ipcMain } from './ipc-main.ts'
import { PageBridge } from './page-bridge.ts'
import type { MessagePortMain } from './ports.ts'
import { emitPreventable } from './preventable.ts'
import { session } from './session.ts'
import { toAppUrl, toPageUrl } from './url-map.ts'

type OpenHandler = Parameters<ElectronWebContents['setWindowOpenHandler']>[0]
type Surface = Pick<
  ElectronWebContents,
  | 'id'
  | 'getURL'
  | 'getTitle'
  | 'loadURL'
  | 'reload'
  | 'isDestroyed'
  | 'isLoading'
  | 'send'
  | 'setWindowOpenHandler'
  | 'executeJavaScript'
  | 'openDevTools'
  | 'closeDevTools'
  | 'isDevToolsOpened'
  | 'focus'
  | 'isFocused'
  | 'setZoomFactor'
  | 'getZoomFactor'
>

// What Chromium denies unless told otherwise, by Playwright's names for them.
const permissions = {
  'clipboard-read': 'clipboard-read',
  'clipboard-sanitized-write': 'clipboard-write',
  notifications: 'notifications',
}
let lastId = 0

/** A page of the browser behind one window. Everything asked before it exists is done once it does. */
export class WebContents extends EventEmitter implements Surface {
  readonly id = ++lastId
  readonly session = session.defaultSession
  readonly opened: Promise<Page>
  /** The page once there is one, for what must be done in the same turn. */
  page: Page | undefined
  #bridge: PageBridge | undefined
  #url = ''
  #expected: string | undefined
  #openHandler: OpenHandler | undefined
  #loading = false
  #destroyed = false
  #zoom = 1
  #queue: ((bridge: PageBridge) => void)[] = []

  constructor(preload: string | undefined) {
    super()
    this.opened = this.#open(preload)
    this.opened.catch((error: unknown) => {
      if (!this.#destroyed) complain('no page for the window:', error)
    })
    app.emit('web-contents-created', {}, this)
  }

  async #open(preload: string | undefined): Promise<Page> {
    const page = await browserContext().newPage()
    windowPages.set(page, this)
    this.page = page
    const cdp = await browserContext().newCDPSession(page)
    const bridge = new PageBridge(cdp, {
      hello: () => undefined,
      send: (channel, args, ports) => {
        const event = this.#event(ports)
        this.emit('ipc-message', event, channel, ...args)
        ipcMain.emit(channel, event, ...args)
      },
      invoke: (channel, args) => ipcMain.invoke(this.#event([]), channel, args),
      preloadError: (stack) => {
        complain(`unable to load preload script: ${preload}\n${stack}`)
        this.emit('preload-error', {}, preload, new Error(stack))
      },
    })
    await bridge.install(preload)
    this.#listen(page, cdp)
    this.#bridge = bridge
    for (const task of this.#queue.splice(0)) task(bridge)
    return page
  }

  #listen(page: Page, cdp: CDPSession): void {
    cdp.on('Page.windowOpen', ({ url, windowName }) => {
      const details = {
        url: toAppUrl(url),
        frameName: windowName,
        features: '',
        disposition: 'foreground-tab',
      }
      const decision = this.#openHandler?.(details as Parameters<OpenHandler>[0])
      // Popups are closed whatever the app says; none of ours wants one.
      if (decision?.action !== 'deny') complain(`cannot open a second window for ${details.url}`)
    })
    page.on('framenavigated', (frame) => {
      if (frame.parentFrame()) return
      this.#url = toAppUrl(frame.url())
      this.emit('did-navigate', {}, this.#url, 200, '')
    })
    page.on('domcontentloaded', () => this.emit('dom-ready', {}))
    page.on('load', () => {
      this.#loading = false
      this.emit('did-finish-load', {})
      this.emit('did-stop-loading', {})
    })
    page.on('console', (message) =>
      this.emit('console-message', { level: message.type(), message: message.text() }),
    )
    page.on('crash', () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }))
    page.on('close', () => this.destroy())
  }

  #event(ports: MessagePortMain[]): IpcEvent {
    return {
      sender: this,
      senderFrame: { url: this.#url, origin: originOf(this.#url), parent: null },
      ports,
      reply: (channel, ...args) => this.send(channel, ...args),
    }
  }

  /** Asked by the router for each navigation; what `loadURL` began is not put to the app. */
  mayNavigate(url: string, isMainFrame: boolean): boolean {
    if (isMainFrame && this.#expected === url) {
      this.#expected = undefined
      return true
    }
    const details = { url, isMainFrame }
    const prevented = emitPreventable(this, 'will-frame-navigate', details)
    return !(isMainFrame && emitPreventable(this, 'will-navigate', details)) && !prevented
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.opened
    this.#loading = true
    this.#expected = url
    this.#url = url
    this.emit('did-start-loading', {})
    await this.#applyPermissions(page)
    await page.goto(toPageUrl(url), { waitUntil: 'load' }).catch((error: unknown) => {
      this.#loading = false
      this.emit('did-fail-load', {}, -2, String(error), url, true)
      throw error
    })
  }

  // Headless Chromium never asks: it grants exactly what the app's handlers would.
  async #applyPermissions(page: Page): Promise<void> {
    const pageOrigin = new URL(toPageUrl(this.#url)).origin
    if (pageOrigin === 'null') return
    const granted: string[] = []
    for (const [permission, name] of Object.entries(permissions))
      if (await this.session.wouldGrant(this, permission)) granted.push(name)
    await page.context().grantPermissions(granted, { origin: pageOrigin })
  }

  reload(): void {
    this.#expected = this.#url
    void this.opened.then((page) => page.reload())
  }

  send(channel: string, ...args: unknown[]): void {
    this.#withBridge((bridge) => bridge.post(channel, args))
  }

  postMessage(channel: string, message: unknown, transfer: MessagePortMain[] = []): void {
    this.#withBridge((bridge) => bridge.post(channel, [message], transfer))
  }

  /** The driver is about to drop these. */
  async dropping(paths: string[]): Promise<void> {
    await this.#bridge?.dropping(paths)
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler
  }

  async executeJavaScript(code: string): Promise<unknown> {
    return (await this.opened).evaluate(code)
  }

  destroy(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    this.#bridge?.close()
    if (this.page) {
      windowPages.delete(this.page)
      if (!this.page.isClosed()) void this.page.close()
    }
    this.emit('destroyed')
  }

  #withBridge(task: (bridge: PageBridge) => void): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed')
    if (this.#bridge) task(this.#bridge)
    else this.#queue.push(task)
  }

  getURL = (): string => this.#url
  getTitle = (): string => ''
  isLoading = (): boolean => this.#loading
  isDestroyed = (): boolean => this.#destroyed
  isFocused = (): boolean => !this.#destroyed
  focus = (): void => void this.page?.bringToFront()
  setZoomFactor = (factor: number): void => void (this.#zoom = factor)
  getZoomFactor = (): number => this.#zoom
  // Headless: there is nobody to look at developer tools.
  openDevTools = (): void => undefined
  closeDevTools = (): void => undefined
  isDevToolsOpened = (): boolean => false
}

/** As Electron gives it: an own scheme registered as standard has an origin, though `URL` says "null". */
function originOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(url)?.[0] ?? 'null'
}

import { EventEmitter } from 'node:events'
import { createRequire } from 'node:module'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { App as ElectronApp } from 'electron'
import { complain } from './complain.ts'
import { startChromium, stopChromium } from './chromium.ts'
import { emitPreventable } from './preventable.ts'
import { sealSchemes } from './protocol.ts'
import { takeSingleInstance } from './single-instance.ts'

type Surface = Pick<
  ElectronApp,
  | 'whenReady'
  | 'isReady'
  | 'quit'
  | 'exit'
  | 'getPath'
  | 'setPath'
  | 'getVersion'
  | 'getName'
  | 'setName'
  | 'getAppPath'
  | 'getLocale'
  | 'isPackaged'
  | 'requestSingleInstanceLock'
  | 'hasSingleInstanceLock'
  | 'releaseSingleInstanceLock'
  | 'setAppUserModelId'
  | 'enableSandbox'
  | 'disableHardwareAcceleration'
  | 'setBadgeCount'
  | 'getBadgeCount'
  | 'setAboutPanelOptions'
  | 'focus'
>
type PathName = Parameters<ElectronApp['getPath']>[0]

/** A window, as far as quitting goes. */
interface Quittable {
  close(): void
  destroy(): void
}

class App extends EventEmitter implements Surface {
  readonly isPackaged = false
  readonly commandLine = { appendSwitch: (): void => undefined, hasSwitch: (): boolean => false }
  readonly windows = new Set<Quittable>()
  #ready: Promise<void> | undefined
  #isReady = false
  #quitting = false
  #ended = false
  #name = 'Electron'
  #badge = 0
  #release: (() => void) | undefined
  readonly #paths = new Map<string, string>()

  constructor() {
    super()
    this.on('newListener', (name) => {
      if (name === 'ready') this.whenReady().catch((error: unknown) => this.#fail(error))
    })
  }

  whenReady(): Promise<void> {
    // Not at once: schemes and paths may still be set in the turn that asks.
    this.#ready ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => this.#start())
    return this.#ready
  }

  async #start(): Promise<void> {
    sealSchemes()
    await startChromium(join(this.getPath('sessionData'), 'stand-in-profile'))
    this.#isReady = true
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => this.quit())
    this.emit('will-finish-launching')
    this.emit('ready', {}, {})
  }

  #fail(error: unknown): void {
    complain('cannot go on:', error)
    process.exit(1)
  }

  /** before-quit, every window's close, will-quit, quit: each but the last may stop it. */
  quit(): void {
    if (this.#ended || emitPreventable(this, 'before-quit')) return
    this.#quitting = true
    for (const window of this.windows) window.close()
    this.#quitting = false
    if (this.windows.size === 0 && !emitPreventable(this, 'will-quit')) this.exit(0)
  }

  exit(code = 0): void {
    if (this.#ended) return
    this.#ended = true
    for (const window of this.windows) window.destroy()
    this.emit('quit', {}, code)
    this.#release?.()
    // Started first: a browser that is still coming up would be left behind.
    const started = this.#ready ?? Promise.resolve()
    started.then(stopChromium).then(
      () => process.exit(code),
      (error: unknown) => this.#fail(error),
    )
  }

  /** Electron quits then unless the app listens. */
  allWindowsClosed(): void {
    if (this.#ended || this.#quitting) return
    if (!this.emit('window-all-closed')) this.quit()
  }

  getPath(name: PathName): string {
    const set = this.#paths.get(name)
    if (set !== undefined) return set
    switch (name) {
      case 'home':
        return homedir()
      case 'temp':
        return tmpdir()
      case 'appData':
        return process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config')
      case 'userData':
        return join(this.getPath('appData'), this.#name)
      case 'sessionData':
        return this.getPath('userData')
      case 'logs':
        return join(this.getPath('userData'), 'logs')
      case 'crashDumps':
        return join(this.getPath('userData'), 'Crashpad')
      case 'exe':
        return process.execPath
      case 'desktop':
      case 'documents':
      case 'downloads':
      case 'music':
      case 'pictures':
      case 'videos':
        return join(homedir(), name[0]?.toUpperCase() + name.slice(1))
      case 'assets':
      case 'module':
      case 'recent':
        throw new Error(`Failed to get '${name}' path`)
    }
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path)
  }

  requestSingleInstanceLock(data: Record<string, unknown> = {}): boolean {
    if (this.#release) return true
    const taken = takeSingleInstance(this.getPath('userData'), data, (argv, folder, more) =>
      this.emit('second-instance', {}, argv, folder, more),
    )
    this.#release = taken ?? undefined
    return taken !== null
  }

  releaseSingleInstanceLock(): void {
    this.#release?.()
    this.#release = undefined
  }

  setBadgeCount(count = 0): boolean {
    this.#badge = count
    return true
  }

  hasSingleInstanceLock = (): boolean => this.#release !== undefined
  isReady = (): boolean => this.#isReady
  getBadgeCount = (): number => this.#badge
  getName = (): string => this.#name
  setName = (name: string): void => void (this.#name = name)
  getLocale = (): string => 'en-US'
  // `electron out/main/index.js` knows only the script's folder, and its own version; so nothing may rely on these.
  getAppPath = (): string => dirname(process.argv[1] ?? process.cwd())
  getVersion = (): string =>
    (createRequire(import.meta.url)('electron/package.json') as { version: string }).version
  // Effects on the desktop, the taskbar and the GPU, none of which is here.
  focus = (): void => undefined
  setAppUserModelId = (): void => undefined
  enableSandbox = (): void => undefined
  disableHardwareAcceleration = (): void => undefined
  setAboutPanelOptions = (): void => undefined
}

export const app = new App()

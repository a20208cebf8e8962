import { expect, type Page } from '@playwright/test'
import { launchApp, launchKind, type LaunchedApp } from '../../hosts/electron/launch.ts'
import type { Installation } from '../../hosts/switchyard/index.ts'
import type { RunningApp, ShownNotification } from './running-app.ts'

/** The built main and preload bundles, in Electron where its runtime is there, else on the stand-in. */
export class DesktopApp implements RunningApp {
  readonly note =
    launchKind() === 'electron'
      ? 'electron: the built app in Electron'
      : 'electron: the built app on the stand-in, as Electron has no runtime or no display here'
  readonly #installation: Installation
  #app: LaunchedApp | null = null

  constructor(installation: Installation) {
    this.#installation = installation
  }

  get page(): Page {
    return this.#launched().page
  }

  async start(): Promise<void> {
    const { home, env } = this.#installation
    this.#app = await launchApp({ home: home.root, env: env as Record<string, string> })
    await this.page.setViewportSize({ width: 1440, height: 900 })
    this.page.setDefaultTimeout(15_000)
  }

  async quit(): Promise<void> {
    await this.#app?.close()
    this.#app = null
  }

  async kill(): Promise<void> {
    await this.#app?.kill()
    this.#app = null
  }

  async chooseFolder(path: string): Promise<void> {
    const { controls, kind, drop } = this.#launched()
    // Nobody but a person can answer the desktop's own dialog.
    if (kind === 'electron') return drop([path])
    await expect.poll(async () => (await controls.dialogs()).length).toBe(1)
    await controls.answerDialog({ canceled: false, filePaths: [path] })
  }

  drop(path: string): Promise<void> {
    return this.#launched().drop([path])
  }

  /** What can be done outside the page. */
  get controls(): LaunchedApp['controls'] {
    return this.#launched().controls
  }

  async lookAway(): Promise<void> {
    await this.controls.blurWindow(await this.#window())
  }

  async lookBack(): Promise<void> {
    await this.controls.focusWindow(await this.#window())
  }

  // The desktop window may always show them.
  async allowNotifications(): Promise<void> {}

  async notifications(): Promise<ShownNotification[]> {
    return (await this.controls.notifications()).map(({ title, body }) => ({ title, body }))
  }

  clickNotification(): Promise<void> {
    return this.controls.clickNotification(0)
  }

  async #window(): Promise<number> {
    const [window] = await this.controls.windows()
    if (!window) throw new Error('there is no window')
    return window.id
  }

  #launched(): LaunchedApp {
    if (!this.#app) throw new Error('the app does not run')
    return this.#app
  }
}

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Page } from '@playwright/test'
import { dropFiles } from '../../hosts/electron/drop-files.ts'
import { programs, type Installation } from '../../hosts/switchyard/index.ts'
import { recordNotifications } from './record-notifications.ts'
import type { RunningApp, ShownNotification } from './running-app.ts'

/** The built browser host and a page of Chromium. */
export class BrowserApp implements RunningApp {
  readonly note = 'browser: the built control plane, shown in Chromium'
  readonly page: Page
  readonly #installation: Installation
  #serve: ChildProcess | null = null

  constructor(installation: Installation, page: Page) {
    this.#installation = installation
    this.page = page
  }

  async start(): Promise<void> {
    const { env, folder } = this.#installation
    const serve = spawn(process.execPath, [programs.serve, '--port', '0', '--json'], {
      env,
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.#serve = serve
    const [line] = (await once(createInterface({ input: serve.stdout }), 'line')) as [string]
    const { url } = JSON.parse(line) as { url: string }
    await this.page.addInitScript(recordNotifications)
    await this.page.goto(url)
  }

  quit(): Promise<void> {
    return this.#end('SIGTERM')
  }

  kill(): Promise<void> {
    return this.#end('SIGKILL')
  }

  async chooseFolder(path: string): Promise<void> {
    const dialog = this.page.getByRole('dialog', { name: 'Choose a repository' })
    await dialog.getByRole('textbox', { name: 'Path of the folder' }).fill(path)
    await dialog.getByRole('button', { name: 'Add project' }).click()
  }

  drop(path: string): Promise<void> {
    return dropFiles(this.page, [path])
  }

  lookAway(): Promise<void> {
    return this.#focus(false)
  }

  lookBack(): Promise<void> {
    return this.#focus(true)
  }

  async allowNotifications(): Promise<void> {
    const { origin } = new URL(this.page.url())
    await this.page.context().grantPermissions(['notifications'], { origin })
  }

  notifications(): Promise<ShownNotification[]> {
    return this.page.evaluate(() =>
      (window.shownNotifications ?? []).map(({ title, body }) => ({ title, body })),
    )
  }

  clickNotification(): Promise<void> {
    return this.page.evaluate(() => void window.shownNotifications?.[0]?.dispatchEvent(new Event('click')))
  }

  // A page that is driven believes it has the focus, always.
  #focus(focused: boolean): Promise<void> {
    return this.page.evaluate((has) => {
      Object.defineProperty(document, 'hasFocus', { configurable: true, value: () => has })
      window.dispatchEvent(new Event(has ? 'focus' : 'blur'))
    }, focused)
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const serve = this.#serve
    this.#serve = null
    if (!serve || serve.exitCode !== null || serve.signalCode !== null) return
    const exited = once(serve, 'exit')
    serve.kill(signal)
    await exited
  }
}

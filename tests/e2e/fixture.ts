import { test as base } from '@playwright/test'
import { Installation, processesOf } from '../hosts/switchyard/index.ts'
import { BrowserApp } from './app/browser-app.ts'
import { DesktopApp } from './app/desktop-app.ts'
import type { RunningApp } from './app/running-app.ts'

interface Fixtures {
  /** An empty home; afterwards nothing that ran in it is left. */
  installation: Installation
  /** The app, started in that home. */
  app: RunningApp
}

export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern
  installation: async ({}, use) => {
    const installation = new Installation({ SHELL: '/bin/bash', HISTFILE: '/dev/null' })
    await use(installation)
    await installation.remove()
    const left = processesOf(installation.home.root)
    if (left.length > 0) throw new Error(`Left running: ${JSON.stringify(left)}`)
  },
  app: async ({ installation, page }, use, info) => {
    const app =
      info.project.name === 'electron' ? new DesktopApp(installation) : new BrowserApp(installation, page)
    info.annotations.push({ type: 'note', description: app.note })
    await app.start()
    await use(app)
    await app.quit()
  },
})
export { expect } from '@playwright/test'

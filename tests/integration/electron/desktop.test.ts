import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from './eventually.ts'
import type { AppClient } from '../../../src/renderer/client/index.ts'
import { frameKinds } from '../../../src/contracts/index.ts'
import {
  launchApp,
  launchKind,
  startStandIn,
  type LaunchedApp,
  type LaunchOptions,
} from '../../hosts/electron/launch.ts'
import { pageClient } from './page-client.ts'

declare global {
  var openPort: (purpose: 'rpc' | 'streams') => Promise<MessagePort>
  var openClient: () => Promise<AppClient>
}

// The bundle's place can be told, for a build outside the project.
const main = process.env['SWITCHYARD_MAIN_BUNDLE']
let script: string
let home: string
let app: LaunchedApp

const launch = async (displays?: LaunchOptions['displays']) => {
  app = await launchApp({ home, ...(main === undefined ? {} : { main }), ...(displays ? { displays } : {}) })
  // The page's own port has come by then: a test that asks meanwhile would take it for its own.
  const empty = app.page.getByRole('heading', { name: 'Open a repository to begin' })
  await empty
    .or(app.page.getByText('Projects', { exact: true }))
    .first()
    .waitFor()
  await app.page.evaluate(script)
}
const theWindow = async () => {
  const [window] = await app.controls.windows()
  if (!window) throw new Error('there is no window')
  return window
}
const status = () => app.page.evaluate(async () => (await openClient()).status())

beforeAll(async () => {
  script = await pageClient()
})
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'switchyard-desktop-'))
  await launch()
})
afterEach(async () => {
  try {
    await endNodeAgent()
  } finally {
    await app.close()
    rmSync(home, { recursive: true, force: true, maxRetries: 5 })
  }
})

/** Whatever a test did to the app, the node agent must not outlive it. */
async function endNodeAgent(): Promise<void> {
  if (app.hasExited()) await launch()
  await eventually(async () => expect((await status()).nodes[0]?.link).toBe('connected'))
  await app.page.evaluate(async () => {
    const client = await openClient()
    // The window is gone before its answer arrives.
    client.stop.now({ agent: true }).catch(() => undefined)
  })
  expect(await app.exited).toBe(0)
}

describe('the page', () => {
  it('speaks the app contract over a port it asks for', async () => {
    const { controlPlane } = await status()
    expect(controlPlane).toMatchObject({ host: 'electron', home, pid: app.pid })
    await expect(
      app.page.evaluate(async () => (await openClient()).project.add({ path: '/no/such/folder' })),
    ).rejects.toThrow()
  })

  it('exchanges byte-stream frames over a second port', async () => {
    const answer = await app.page.evaluate(async () => {
      const port = await openPort('streams')
      const first = new Promise<unknown>((done) => port.addEventListener('message', ({ data }) => done(data)))
      port.start()
      const request = new TextEncoder().encode(
        JSON.stringify({ terminalId: 'nothing of the sort', size: null }),
      )
      port.postMessage(new Uint8Array([0, 0, 0, 7, 1, ...request]))
      const frame = await first
      if (!(frame instanceof Uint8Array)) return null
      return { header: [...frame.subarray(0, 5)], text: new TextDecoder().decode(frame.subarray(5)) }
    })
    expect(answer?.header).toEqual([0, 0, 0, 7, frameKinds.error])
    expect(JSON.parse(answer?.text ?? '')).toHaveProperty('code')
  })

  it('is cut off when it sends anything but frames', async () => {
    const closed = app.page.evaluate(async () => {
      const port = await openPort('streams')
      const over = new Promise<string>((done) => port.addEventListener('close', () => done('closed')))
      port.start()
      port.postMessage('no frame')
      return over
    })
    expect(await closed).toBe('closed')
  })

  it('has nothing of Node or Electron but the bridge', async () => {
    const names = await app.page.evaluate(() => ({
      bridge: Object.keys(window.switchyardHost ?? {}).toSorted(),
      leaks: ['process', 'require', 'module', 'electron', 'ipcRenderer'].filter((name) => name in window),
    }))
    expect(names).toEqual({
      bridge: ['chooseFolder', 'connect', 'looking', 'onMenu', 'onOpen', 'pathForFile', 'platform'],
      leaks: [],
    })
  })

  it('gets its files with a strict policy and none from outside the bundle', async () => {
    const got = await app.page.evaluate(async () => {
      const look = async (path: string) => {
        const response = await fetch(path)
        return { status: response.status, policy: response.headers.get('content-security-policy') }
      }
      return {
        root: await look('/'),
        place: await look('/settings/agents'),
        outside: await look('/..%2fmain%2findex.js'),
        encoded: await look('/%2e%2e/main/index.js'),
        missing: await look('/missing.js'),
        posted: (await fetch('/', { method: 'POST', body: 'x' })).status,
      }
    })
    expect(got.root.status).toBe(200)
    expect(got.root.policy).toContain("default-src 'none'")
    expect(got.root.policy).toContain("connect-src 'self';")
    expect(got.place.status).toBe(200)
    expect([got.outside.status, got.encoded.status, got.missing.status]).toEqual([404, 404, 404])
    expect(got.posted).toBe(405)
  })

  it('cannot leave, open windows or load from elsewhere', async () => {
    const { url } = await theWindow()
    await app.page.evaluate(() => location.assign('https://example.invalid/away'))
    await app.page.evaluate(() => void window.open('https://example.invalid/new'))
    await app.page.evaluate(() => void window.open('file:///etc/passwd'))
    await eventually(async () =>
      expect(await app.controls.opened()).toEqual([
        { by: 'openExternal', target: 'https://example.invalid/away' },
        { by: 'openExternal', target: 'https://example.invalid/new' },
      ]),
    )
    expect(await app.controls.windows()).toMatchObject([{ url }])
    const loaded = app.page.evaluate(() =>
      fetch('https://example.invalid/').then(
        () => 'loaded',
        () => 'refused',
      ),
    )
    expect(await loaded).toBe('refused')
  })

  it('learns the real path of a dropped folder and of a chosen one', async () => {
    await app.page.evaluate(() => {
      addEventListener('dragover', (event) => event.preventDefault())
      addEventListener('drop', (event) => {
        const [file] = event.dataTransfer?.files ?? []
        document.body.dataset['dropped'] = file ? window.switchyardHost?.pathForFile(file) : 'nothing'
      })
    })
    const folder = join(home, 'my repository')
    mkdirSync(folder)
    await app.drop([folder])
    await eventually(async () =>
      expect(await app.page.evaluate(() => document.body.dataset['dropped'])).toBe(folder),
    )
    for (const [answer, path] of [
      [{ canceled: false, filePaths: [folder] }, folder],
      [{ canceled: true, filePaths: [] }, null],
    ] as const) {
      const chosen = app.page.evaluate(() => window.switchyardHost?.chooseFolder())
      await eventually(async () => expect(await app.controls.dialogs()).toHaveLength(1))
      await app.controls.answerDialog(answer)
      expect(await chosen).toBe(path)
    }
  })
})

describe('the desktop', () => {
  it('sends the action of a chosen menu item to the page', async () => {
    await app.page.evaluate(() =>
      window.switchyardHost?.onMenu((id) => (document.body.dataset['chosen'] = id)),
    )
    await app.controls.chooseMenu(['File', 'New workspace…'])
    await eventually(async () =>
      expect(await app.page.evaluate(() => document.body.dataset['chosen'])).toBe('workspace.create'),
    )
  })

  it('opens the window as it was left, on a display that is there', async () => {
    const bounds = { x: 1500, y: 60, width: 1000, height: 700 }
    await app.controls.setBounds((await theWindow()).id, bounds)
    await app.close()
    expect(JSON.parse(readFileSync(join(home, 'window.json'), 'utf8'))).toEqual({ bounds, maximized: false })
    if (app.kind === 'electron') return
    const primary = { x: 0, y: 0, width: 1440, height: 900 }
    await launch([primary, { ...primary, x: 1440 }])
    expect((await theWindow()).bounds).toEqual(bounds)
    await app.close()
    await launch([primary])
    expect((await theWindow()).bounds).toEqual(primary)
  })

  it('offers the backup of a damaged database before anything is opened', async () => {
    await endNodeAgent()
    const database = join(home, 'app.db')
    mkdirSync(join(home, 'backups'))
    copyFileSync(database, join(home, 'backups', 'app-000001-1.db'))
    writeFileSync(database, Buffer.alloc(9000, 'no database'))
    rmSync(`${database}-wal`, { force: true })
    const starting = startStandIn({ home, main: app.main, cwd: home })
    const dialogs = await eventually(async () => {
      const open = await starting.controls.dialogs()
      expect(open).toHaveLength(1)
      return open
    })
    expect(dialogs[0]).toMatchObject({
      kind: 'message',
      options: { message: expect.stringContaining(database) },
    })
    await starting.controls.answerDialog({ response: 0, checkboxChecked: false })
    await eventually(async () => expect(await starting.controls.windows()).toHaveLength(1))
    await starting.controls.quit()
    expect(await starting.exited).toBe(0)
    expect(readdirSync(home).filter((name) => name.startsWith('app.db.damaged-'))).toHaveLength(1)
  })

  it('goes on when the window is closed and comes back with a second start', async () => {
    await app.controls.closeWindow((await theWindow()).id)
    expect((await theWindow()).visible).toBe(false)
    expect((await status()).controlPlane.pid).toBe(app.pid)
    if (app.kind === 'electron') return
    const second = startStandIn({ home, main: app.main, cwd: home })
    expect(await second.exited).toBe(0)
    await eventually(async () => expect((await theWindow()).visible).toBe(true))
  })

  it.skipIf(launchKind() === 'electron')('quits from the tray and gives the home up', async () => {
    expect(await app.controls.tray()).toMatchObject({ icon: { width: 16 }, toolTip: 'Switchyard' })
    await app.controls.chooseTray(['Quit'])
    expect(await app.exited).toBe(0)
    expect(existsSync(join(home, 'control-plane.json'))).toBe(false)
  })

  it.skipIf(launchKind() === 'electron')('grants a page what it needs and no more', async () => {
    const { id } = await theWindow()
    const ask = (permission: string) => app.controls.wouldGrant(id, permission)
    expect(await ask('clipboard-sanitized-write')).toBe(true)
    expect(await ask('notifications')).toBe(true)
    for (const permission of ['clipboard-read', 'media', 'geolocation', 'openExternal'])
      expect(await ask(permission)).toBe(false)
  })
})

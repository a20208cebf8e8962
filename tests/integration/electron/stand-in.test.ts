import { once } from 'node:events'
import { mkdtempSync, mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect as expectPage } from '@playwright/test'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from './eventually.ts'
import type { LaunchedApp } from '../../hosts/electron/launch.ts'
import { launchStandIn, startStandIn } from '../../hosts/electron/launch-stand-in.ts'

interface Bridge {
  version: number
  connect(): void
  events(): Promise<unknown[][]>
  choose(): Promise<string[]>
  fail(): Promise<void>
  onMenu(listener: (id: string) => void): () => void
}
declare global {
  interface Window {
    bridge: Bridge
    ports: MessagePort[]
    droppedPaths?: string[]
    heard?: string[]
    stopHearing?: () => void
  }
}

const main = join(import.meta.dirname, 'fixture/main.mjs')
let home: string
let app: LaunchedApp

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'switchyard-stand-in-'))
  app = await launchStandIn({ home, main, cwd: home })
})
afterEach(async () => {
  await app.close()
  rmSync(home, { recursive: true, force: true, maxRetries: 5 })
})

const events = () => app.page.evaluate(() => window.bridge.events())
const closings = async () => (await events()).filter(([name]) => name === 'port closed').length
const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('a window', () => {
  it('shows what the own protocol serves and answers nothing else', async () => {
    expect(await app.page.title()).toBe('Fixture')
    expect(await app.controls.windows()).toMatchObject([
      { title: 'Fixture', url: 'fixture://app/', visible: true },
    ])
    expect(await app.page.evaluate(async () => (await fetch('/missing')).status)).toBe(404)
    const outside = app.page.evaluate(() => fetch('https://example.invalid/'))
    await expect(outside).rejects.toThrow('Failed to fetch')
  })

  it('keeps the preload script in a world of its own', async () => {
    expect(await app.page.evaluate(() => 'secretOfThePreload' in window)).toBe(false)
    expect(await app.page.evaluate(() => window.bridge.version)).toBe(1)
    expect(await app.page.evaluate(() => Object.isFrozen(window.bridge))).toBe(true)
    await expect(app.page.evaluate(() => window.bridge.fail())).rejects.toThrow('refused by the fixture')
  })

  it('carries callbacks over the bridge until they are taken back', async () => {
    await app.page.evaluate(() => {
      window.heard = []
      window.stopHearing = window.bridge.onMenu((id) => window.heard?.push(id))
    })
    await app.controls.chooseMenu(['File', 'New'])
    await app.page.waitForFunction(() => window.heard?.length === 1)
    await app.page.evaluate(() => window.stopHearing?.())
    await app.controls.chooseMenu(['new'])
    // Answered after the menu's message, were it listened to.
    await events()
    expect(await app.page.evaluate(() => window.heard)).toEqual(['new'])
  })

  it('refuses navigation the app prevents and asks it about new windows', async () => {
    await app.page.click('#away')
    await eventually(async () =>
      expect(await events()).toContainEqual(['will-navigate', 'https://example.invalid/away']),
    )
    await app.page.click('#blank')
    await eventually(async () =>
      expect(await app.controls.opened()).toEqual([
        { by: 'openExternal', target: 'https://example.invalid/new' },
      ]),
    )
    await expectPage(app.page).toHaveTitle('Fixture')
    expect(await app.controls.windows()).toHaveLength(1)
  })

  it('gives the real path of a folder dropped on it', async () => {
    const folder = join(home, 'a repository')
    mkdirSync(folder)
    await app.drop([folder])
    await app.page.waitForFunction(() => window.droppedPaths !== undefined)
    expect(await app.page.evaluate(() => window.droppedPaths)).toEqual([folder])
  })
})

describe('a message port', () => {
  const open = async () => {
    await app.page.evaluate(() => window.bridge.connect())
    await app.page.waitForFunction(() => window.ports.length > 0)
  }

  it('carries plain data and bytes both ways, in order', async () => {
    await open()
    const received = await app.page.evaluate(async () => {
      const [port] = window.ports
      if (!port) throw new Error('no port')
      const sent = [
        { text: 'ü', nested: [1, null, { deep: true }], nothing: undefined },
        new Uint8Array([0, 1, 254, 255]),
        new Uint8Array([9, 8, 7]).buffer,
        'last',
      ]
      const back: { back: unknown }[] = []
      const all = new Promise<void>((done) =>
        port.addEventListener('message', ({ data }) => back.push(data) === sent.length && done()),
      )
      port.start()
      for (const one of sent) port.postMessage(one)
      await all
      return back.map(({ back: one }) =>
        one instanceof ArrayBuffer
          ? { buffer: [...new Uint8Array(one)] }
          : one instanceof Uint8Array
            ? { bytes: [...one] }
            : one,
      )
    })
    expect(received).toEqual([
      { text: 'ü', nested: [1, null, { deep: true }], nothing: undefined },
      { bytes: [0, 1, 254, 255] },
      { buffer: [9, 8, 7] },
      'last',
    ])
  })

  it('carries a megabyte unharmed', async () => {
    await open()
    const same = await app.page.evaluate(async () => {
      const [port] = window.ports
      if (!port) throw new Error('no port')
      const bytes = Uint8Array.from({ length: 1 << 20 }, (_, index) => (index * 31) & 255)
      port.postMessage(bytes)
      const reply = new Promise<Uint8Array>((done) =>
        port.addEventListener('message', ({ data }) => done(data.back)),
      )
      port.start()
      const got = await reply
      return got.length === bytes.length && got.every((byte, index) => byte === bytes[index])
    })
    expect(same).toBe(true)
  })

  it('tells either side when the other closed it', async () => {
    await open()
    await app.page.evaluate(() => window.ports[0]?.close())
    await eventually(async () => expect(await closings()).toBe(1))
    await app.page.evaluate(() => window.bridge.connect())
    await app.page.waitForFunction(() => window.ports.length === 2)
    const closed = app.page.evaluate(
      () =>
        new Promise<string>((done) => {
          const port = window.ports[1]
          port?.addEventListener('close', () => done('closed by the main process'))
          port?.start()
          port?.postMessage('close')
        }),
    )
    expect(await closed).toBe('closed by the main process')
  })

  it('is closed for the main process when the page goes', async () => {
    await open()
    const loaded = app.page.waitForEvent('load')
    await app.controls.chooseMenu(['reload'])
    await loaded
    await eventually(async () => expect(await closings()).toBe(1))
  })
})

describe('the desktop around it', () => {
  it('hides the closed window and brings it back from the tray', async () => {
    const [first] = await app.controls.windows()
    await app.controls.closeWindow(first?.id ?? 0)
    await eventually(async () => expect(await app.controls.windows()).toMatchObject([{ visible: false }]))
    expect(await app.controls.tray()).toMatchObject({ icon: { width: expect.any(Number) as number } })
    await app.controls.chooseTray(['Open'])
    await eventually(async () => expect(await app.controls.windows()).toMatchObject([{ visible: true }]))
  })

  it('ends with the tray menu and leaves no process', async () => {
    await app.controls.chooseTray(['Quit'])
    expect(await app.exited).toBe(0)
    expect(isRunning(app.pid)).toBe(false)
  })

  it('lets a test answer dialogs, see notifications and ask for permissions', async () => {
    const chosen = app.page.evaluate(() => window.bridge.choose())
    await eventually(async () =>
      expect(await app.controls.dialogs()).toEqual([
        { kind: 'open', options: { properties: ['openDirectory'] } },
      ]),
    )
    await app.controls.answerDialog({ canceled: false, filePaths: ['/tmp/chosen'] })
    expect(await chosen).toEqual(['/tmp/chosen'])
    await app.controls.chooseTray(['Notify'])
    expect(await app.controls.notifications()).toEqual([{ title: 'Done', body: 'A turn ended', actions: [] }])
    const [first] = await app.controls.windows()
    expect(await app.controls.wouldGrant(first?.id ?? 0, 'notifications')).toBe(true)
    expect(await app.controls.wouldGrant(first?.id ?? 0, 'media')).toBe(false)
  })

  it('follows the system between dark and light', async () => {
    const dark = () => app.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
    expect(await dark()).toBe(false)
    await app.controls.setSystemDark(true)
    await eventually(async () => expect(await dark()).toBe(true))
  })

  it('gives a second start to the first', async () => {
    const second = startStandIn({ home, main, cwd: home, args: ['hello'] })
    expect(await second.exited).toBe(3)
    await eventually(async () =>
      expect(await events()).toContainEqual(['second-instance', 'hello', { note: 'second' }]),
    )
  })

  it('takes its browser along when it is killed', async () => {
    const browser = app.page.context().browser()
    const gone = once(browser as unknown as NodeJS.EventEmitter, 'disconnected')
    await app.kill()
    await gone
  })
})

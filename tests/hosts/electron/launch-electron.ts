import { once } from 'node:events'
import { _electron, type ElectronApplication } from '@playwright/test'
import type { Opened, RemoteControls, WindowFacts } from './controls.ts'
import { dropFiles } from './drop-files.ts'
import type { LaunchedApp, StartOptions } from './launched-app.ts'
import type { MenuOutline } from './stand-in/menu.ts'

type Recorder = typeof globalThis & {
  recorded?: { opened: Opened[]; dialogs: { options: unknown; answer(value: unknown): void }[] }
}

/** The same app on Electron itself, through Playwright. */
export async function launchElectron({
  main,
  cwd,
  home,
  args = [],
  env = {},
}: StartOptions): Promise<LaunchedApp> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const app = await _electron.launch({
    cwd,
    args: [...sandbox, main, ...args],
    env: { ...Object.fromEntries(inherited), ...env, SWITCHYARD_HOME: home },
  })
  const child = app.process()
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  await record(app)
  const page = await app.firstWindow()
  await page.waitForLoadState()
  return {
    kind: 'electron',
    page,
    controls: controlsOf(app),
    pid: child.pid as number,
    output: () => text,
    exited,
    main,
    hasExited: () => child.exitCode !== null || child.signalCode !== null,
    drop: (paths) => dropFiles(page, paths),
    close: () => app.close(),
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** What would leave the app is kept instead, as the stand-in does. */
function record(app: ElectronApplication): Promise<void> {
  return app.evaluate(({ shell, dialog }) => {
    const recorded: NonNullable<Recorder['recorded']> = { opened: [], dialogs: [] }
    ;(globalThis as Recorder).recorded = recorded
    shell.openExternal = async (target) => void recorded.opened.push({ by: 'openExternal', target })
    shell.showItemInFolder = (target) => void recorded.opened.push({ by: 'showItemInFolder', target })
    dialog.showOpenDialog = (...given: unknown[]) =>
      new Promise((answer) => recorded.dialogs.push({ options: given.at(-1), answer }))
  })
}

const refused = (what: string) => async (): Promise<never> => {
  throw new Error(`${what}: only the desktop itself can do this to real Electron`)
}

function controlsOf(app: ElectronApplication): RemoteControls {
  return {
    cdpUrl: async () => null,
    windows: () =>
      app.evaluate(({ BrowserWindow }): WindowFacts[] =>
        BrowserWindow.getAllWindows().map((window) => ({
          id: window.id,
          title: window.getTitle(),
          url: window.webContents.getURL(),
          visible: window.isVisible(),
          focused: window.isFocused(),
          maximized: window.isMaximized(),
          bounds: window.getBounds(),
        })),
      ),
    closeWindow: (id) => app.evaluate(({ BrowserWindow }, one) => BrowserWindow.fromId(one)?.close(), id),
    blurWindow: (id) => app.evaluate(({ BrowserWindow }, one) => BrowserWindow.fromId(one)?.blur(), id),
    focusWindow: (id) => app.evaluate(({ BrowserWindow }, one) => BrowserWindow.fromId(one)?.focus(), id),
    setBounds: (id, bounds) =>
      app.evaluate(({ BrowserWindow }, [one, to]) => BrowserWindow.fromId(one)?.setBounds(to), [
        id,
        bounds,
      ] as const),
    maximize: (id) => app.evaluate(({ BrowserWindow }, one) => BrowserWindow.fromId(one)?.maximize(), id),
    menu: () =>
      app.evaluate(({ Menu }) => {
        const outline = (menu: Electron.Menu | null | undefined): MenuOutline[] =>
          (menu?.items ?? []).map((item) => ({
            id: item.id,
            label: item.label,
            type: item.type,
            accelerator: (item.accelerator as string | undefined) ?? null,
            enabled: item.enabled,
            items: outline(item.submenu),
          }))
        return outline(Menu.getApplicationMenu())
      }),
    chooseMenu: (path) =>
      app.evaluate(({ Menu }, [first = '', ...rest]) => {
        const top = Menu.getApplicationMenu()
        let item = rest.length === 0 ? top?.getMenuItemById(first) : null
        item ??= top?.items.find(({ label }) => label === first)
        for (const label of rest) item = item?.submenu?.items.find((one) => one.label === label)
        if (!item) throw new Error(`no menu item ${[first, ...rest].join(' > ')}`)
        item.click()
      }, path),
    dialogs: () =>
      app.evaluate(() =>
        ((globalThis as Recorder).recorded?.dialogs ?? []).map(({ options }) => ({
          kind: 'open' as const,
          options,
        })),
      ),
    answerDialog: (value) =>
      app.evaluate((_, answer) => {
        const asked = (globalThis as Recorder).recorded?.dialogs.shift()
        if (!asked) throw new Error('no dialog is open')
        asked.answer(answer)
      }, value),
    opened: () => app.evaluate(() => (globalThis as Recorder).recorded?.opened ?? []),
    setSystemDark: (dark) =>
      app.evaluate(({ nativeTheme }, on) => void (nativeTheme.themeSource = on ? 'dark' : 'light'), dark),
    badge: () => app.evaluate(({ app: main }) => main.getBadgeCount()),
    // Dropped files have their real paths there.
    dropping: async () => undefined,
    quit: () => app.evaluate(({ app: main }) => main.quit()),
    tray: refused('tray'),
    clickTray: refused('clickTray'),
    chooseTray: refused('chooseTray'),
    notifications: refused('notifications'),
    clickNotification: refused('clickNotification'),
    wouldGrant: refused('wouldGrant'),
  }
}

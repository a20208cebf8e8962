import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type Page } from '@playwright/test'
import type { AppControls, ControlReply, RemoteControls } from './controls.ts'
import { dropFiles } from './drop-files.ts'
import type { LaunchedApp, StartOptions } from './launched-app.ts'

const register = fileURLToPath(new URL('register.mjs', import.meta.url))
const startLimitMs = 30_000
const quitLimitMs = 10_000
const askEveryMs = 25

/** A started main process, with or without a window. */
export interface StandInProcess {
  child: ChildProcess
  controls: RemoteControls
  exited: Promise<number | null>
  output(): string
}

/** Starts a main bundle on the stand-in. */
export function startStandIn({
  main,
  cwd,
  home,
  args = [],
  env = {},
  displays,
}: StartOptions): StandInProcess {
  const child = fork(main, args, {
    cwd,
    execArgv: ['--import', register],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      ...env,
      SWITCHYARD_HOME: home,
      ...(displays ? { STAND_IN_DISPLAYS: JSON.stringify(displays) } : {}),
    },
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  return { child, controls: remoteControls(child), exited, output: () => text }
}

function remoteControls(child: ChildProcess): RemoteControls {
  const waiting = new Map<number, (reply: ControlReply) => void>()
  let last = 0
  child.on('message', (reply: ControlReply) => {
    waiting.get(reply.standIn)?.(reply)
    waiting.delete(reply.standIn)
  })
  child.on('exit', () => {
    for (const [standIn, resolve] of waiting) resolve({ standIn, error: 'the app has ended' })
  })
  const call = async (name: keyof AppControls, args: unknown[]) => {
    if (!child.connected) throw new Error(`${name}: the app has ended`)
    const standIn = ++last
    const replied = new Promise<ControlReply>((resolve) => waiting.set(standIn, resolve))
    child.send({ standIn, name, args })
    const { value, error } = await replied
    if (error !== undefined) throw new Error(`${name}: ${error}`)
    return value
  }
  return new Proxy({} as RemoteControls, {
    get: (_, name) =>
      name === 'then' ? undefined : (...args: unknown[]) => call(name as keyof AppControls, args),
  })
}

export async function launchStandIn(options: StartOptions): Promise<LaunchedApp> {
  const { child, controls, exited, output } = startStandIn(options)
  let browser: Browser | undefined
  const kill = async () => {
    child.kill('SIGKILL')
    await exited
    await browser?.close()
  }
  try {
    const ended = exited.then((code): never => {
      throw new Error(`the app ended with ${code} before it had a window:\n${output()}`)
    })
    const connected = await Promise.race([connect(controls, output), ended])
    ended.catch(() => undefined)
    browser = connected.browser
    const { page } = connected
    return {
      kind: 'stand-in',
      page,
      controls,
      pid: child.pid as number,
      output,
      exited,
      main: options.main,
      hasExited: () => child.exitCode !== null || child.signalCode !== null,
      async drop(paths) {
        const [first] = await controls.windows()
        await controls.dropping(first?.id ?? 0, paths)
        await dropFiles(page, paths)
      },
      async close() {
        // Refused only when it is ending already.
        if (child.exitCode === null && child.signalCode === null) await controls.quit().catch(() => undefined)
        const timer = new AbortController()
        const late = delay(quitLimitMs, 'late' as const, { signal: timer.signal }).catch(
          () => 'in time' as const,
        )
        if ((await Promise.race([exited, late])) === 'late') await kill()
        timer.abort()
        await browser?.close()
      },
      kill,
    }
  } catch (error) {
    await kill()
    throw error
  }
}

async function connect(
  controls: RemoteControls,
  output: () => string,
): Promise<{ browser: Browser; page: Page }> {
  const deadline = performance.now() + startLimitMs
  const url = await until(deadline, output, () => controls.cdpUrl())
  const browser = await chromium.connectOverCDP(url)
  const page = await until(deadline, output, async () => {
    const [first] = await controls.windows()
    // The blank page Chromium starts with belongs to no window.
    const pages = browser.contexts().flatMap((context) => context.pages())
    return first?.url ? (pages.find((one) => one.url() !== 'about:blank') ?? null) : null
  })
  await page.waitForLoadState()
  return { browser, page }
}

async function until<T>(deadline: number, output: () => string, ask: () => Promise<T | null>): Promise<T> {
  while (true) {
    const found = await ask()
    if (found !== null) return found
    if (performance.now() > deadline) throw new Error(`the app opened no window in time:\n${output()}`)
    await delay(askEveryMs)
  }
}

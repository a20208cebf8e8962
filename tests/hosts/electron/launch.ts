import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import type { RemoteControls } from './controls.ts'
import { launchElectron } from './launch-electron.ts'
import { launchStandIn } from './launch-stand-in.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

export interface LaunchOptions {
  /** `SWITCHYARD_HOME` of the app. */
  home: string
  args?: string[]
  env?: Record<string, string>
  /** The main bundle; the built one unless said. */
  main?: string
  /** Sizes and places of the displays (stand-in only). */
  displays?: { x: number; y: number; width: number; height: number }[]
}

export interface LaunchedApp {
  kind: 'electron' | 'stand-in'
  /** The page of the first window, loaded. */
  page: Page
  /** Everything outside the page. On real Electron, what nobody but the desktop can do is refused. */
  controls: RemoteControls
  pid: number
  /** What the main process wrote to its outputs so far. */
  output(): string
  /** Drops files or folders from the desktop on the middle of the first window. */
  drop(paths: string[]): Promise<void>
  /** Resolves to the exit code when the app has ended by itself (null: by a signal). */
  exited: Promise<number | null>
  /** Quits as the user would, or kills what does not obey. */
  close(): Promise<void>
  /** As `kill -9`. */
  kill(): Promise<void>
}

export { startStandIn } from './launch-stand-in.ts'

/** Real Electron where its runtime and a display are there, else the stand-in. */
export function launchKind(): LaunchedApp['kind'] {
  const hasDisplay =
    process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
  return hasDisplay && existsSync(`${root}node_modules/electron/dist`) ? 'electron' : 'stand-in'
}

/** Starts the built app in a home of its own and waits for its first window. */
export function launchApp(options: LaunchOptions): Promise<LaunchedApp> {
  const start = { main: `${root}out/main/index.js`, ...options, cwd: root }
  return launchKind() === 'electron' ? launchElectron(start) : launchStandIn(start)
}

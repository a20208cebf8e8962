import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { launchElectron } from './launch-electron.ts'
import { launchStandIn } from './launch-stand-in.ts'
import type { LaunchedApp, LaunchOptions } from './launched-app.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

export type { LaunchedApp, LaunchOptions } from './launched-app.ts'
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

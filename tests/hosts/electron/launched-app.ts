import type { Page } from '@playwright/test'
import type { RemoteControls } from './controls.ts'

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

/** The same with everything decided. */
export type StartOptions = LaunchOptions & { main: string; cwd: string }

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
  hasExited(): boolean
  /** Path of the main bundle. */
  main: string
  /** Quits as the user would, or kills what does not obey. */
  close(): Promise<void>
  /** As `kill -9`. */
  kill(): Promise<void>
}

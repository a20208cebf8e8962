import type { Rectangle } from 'electron'
import type { MenuOutline } from './stand-in/menu.ts'

export interface WindowFacts {
  id: number
  title: string
  url: string
  visible: boolean
  focused: boolean
  maximized: boolean
  bounds: Rectangle
}

/** What was handed to other programs. */
export interface Opened {
  by: 'openExternal' | 'openPath' | 'showItemInFolder'
  target: string
}

/** What a test can see and do outside the page. The stand-in answers it over the child's IPC channel. */
export interface AppControls {
  /** Address of the browser's DevTools protocol; null until the app is ready. */
  cdpUrl(): string | null
  windows(): WindowFacts[]
  /** As the frame's close button. */
  closeWindow(id: number): void
  /** Another program comes to the front, or this window again. */
  blurWindow(id: number): void
  focusWindow(id: number): void
  setBounds(id: number, bounds: Rectangle): void
  maximize(id: number): void
  menu(): MenuOutline[]
  /** By item id, or by labels from the top. */
  chooseMenu(path: string[]): void
  tray(): {
    toolTip: string
    title: string
    icon: { width: number; height: number }
    menu: MenuOutline[]
  } | null
  clickTray(): void
  chooseTray(path: string[]): void
  dialogs(): { kind: 'open' | 'save' | 'message'; options: unknown }[]
  /** Answers the oldest open dialog with what Electron's promise resolves to. */
  answerDialog(value: unknown): void
  notifications(): { title: string; body: string; actions: string[] }[]
  /** Clicks on it or, with the label of one, on a button of it. */
  clickNotification(index: number, action?: string): void
  opened(): Opened[]
  setSystemDark(dark: boolean): void
  badge(): number
  wouldGrant(id: number, permission: string): Promise<boolean>
  /** Says the real paths of files that will be dropped next; a browser does not give them to a page. */
  dropping(id: number, paths: string[]): Promise<void>
  quit(): void
}

/** The controls as seen from another process. */
export type RemoteControls = {
  [Name in keyof AppControls]: (
    ...args: Parameters<AppControls[Name]>
  ) => Promise<Awaited<ReturnType<AppControls[Name]>>>
}

export interface ControlRequest {
  standIn: number
  name: keyof AppControls
  args: unknown[]
}
export interface ControlReply {
  standIn: number
  value?: unknown
  error?: string
}

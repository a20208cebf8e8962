import type { Page } from '@playwright/test'

export interface ShownNotification {
  title: string
  body: string
}

/** The app under test, however it is shown. */
export interface RunningApp {
  /** The page of its window; another one after each start. */
  readonly page: Page
  /** What shows it, for the report. */
  readonly note: string
  start(): Promise<void>
  /** Ends it as a user would. */
  quit(): Promise<void>
  /** As `kill -9`. */
  kill(): Promise<void>
  /** Opens the add-project dialog where the host has no native folder chooser, and chooses `path` either way. */
  chooseFolder(path: string): Promise<void>
  /** Drops a folder from the desktop on the middle of the window. */
  drop(path: string): Promise<void>
  /** As when the user turns to another program, and back. */
  lookAway(): Promise<void>
  lookBack(): Promise<void>
  /** Permits notifications where that has to be done. Before anything is to be shown. */
  allowNotifications(): Promise<void>
  /** On the screen now, oldest first. */
  notifications(): Promise<ShownNotification[]>
  /** Clicks on the oldest. */
  clickNotification(): Promise<void>
}

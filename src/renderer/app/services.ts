import { createContext, use } from 'react'
import type { Seat } from '../../contracts/index.ts'
import type { AppClient, Connection, HostBridge, OpenStreams } from '../client/index.ts'
import type { PictureStore, Transcripts, UiStore } from '../state/index.ts'
import type { ActionRegistry } from './actions/index.ts'
import type { DialogStore } from './dialogs.ts'
import type { LookingStore } from './looking.ts'
import type { Toasts } from './toasts.ts'

/** All that screens use, made once in `main.tsx`. */
export interface AppServices {
  connection: Connection
  client: AppClient
  openStreams: OpenStreams
  picture: PictureStore
  transcripts: Transcripts
  ui: UiStore
  actions: ActionRegistry
  dialogs: DialogStore
  toasts: Toasts
  looking: LookingStore
  /** Undefined in a browser. */
  host: HostBridge | undefined
  /** Shortcuts use the Command key. */
  commandKey: boolean
  /** This page's place at sessions. */
  seat: Seat
  /** A fresh idempotency key. */
  newKey: () => string
}

export const ServicesContext = createContext<AppServices | null>(null)

/** The app's services. */
export function useServices(): AppServices {
  const services = use(ServicesContext)
  if (!services) throw new Error('ServicesContext has no value')
  return services
}

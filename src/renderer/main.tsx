import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { limitDefaults, resolveLimits, type Limits } from '../contracts/index.ts'
import {
  ActionRegistry,
  applyRememberedTheme,
  createDialogs,
  createLooking,
  toasts,
  type AppServices,
} from './app/index.ts'
import {
  connect,
  portChannel,
  portStreams,
  seatOf,
  socketChannel,
  socketStreams,
  usesCommandKey,
} from './client/index.ts'
import { createPictureStore, createUiStore, followPicture, Transcripts } from './state/index.ts'
import { Root } from './root.tsx'
import './styles/index.ts'

/** The composition root of the window: makes every service once and hands them down. */
function start(container: HTMLElement): void {
  applyRememberedTheme()
  const host = window.switchyardHost
  const picture = createPictureStore()
  const limits = (): Limits => {
    const state = picture.getState()
    return state.phase === 'ready' ? resolveLimits({}, state.entities.settings.limits) : limitDefaults
  }
  const origin = window.location.origin.replace(/^http/, 'ws')
  const connection = connect({
    open: host ? portChannel(host) : socketChannel(`${origin}/rpc`),
    limits,
    random: Math.random,
  })
  const newKey = (): string => crypto.randomUUID()
  const services: AppServices = {
    connection,
    client: connection.client,
    openStreams: host ? portStreams(host) : socketStreams(`${origin}/streams`),
    picture,
    transcripts: new Transcripts({
      connection,
      pageSize: () => limits().transcriptPage,
      schedule: (flush) => void requestAnimationFrame(flush),
    }),
    ui: createUiStore(localStorage),
    actions: new ActionRegistry((error, action) => toasts.failed(action.title.replace(/…$/, ''), error)),
    dialogs: createDialogs(),
    toasts,
    looking: createLooking(window),
    host,
    commandKey: usesCommandKey(host, navigator.userAgent),
    seat: seatOf(sessionStorage, host ? 'window' : 'tab', newKey),
    newKey,
  }
  void followPicture(connection, picture, new AbortController().signal)
  createRoot(container).render(
    <StrictMode>
      <Root services={services} />
    </StrictMode>,
  )
}

const container = document.getElementById('root')
if (!container) throw new Error('index.html has no #root')
start(container)

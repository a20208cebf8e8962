import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Looking, SessionId } from '../../contracts/index.ts'

/** A place where what waits for the user can be seen: a session, or the list of everything. */
export type LookedAt = SessionId | 'inbox'

export interface LookingState {
  readonly places: readonly LookedAt[]
  /** The window has the focus. */
  readonly focused: boolean
}

export type LookingStore = StoreApi<LookingState> & {
  /** Says that a place is on screen; returns the way to say that it no longer is. */
  show(place: LookedAt): () => void
}

/**
 * A window that comes to the front is looked at only after this time: one that a notification or the tray opened is
 * about to go elsewhere, and what it showed before was not seen.
 */
const settleMs = 300

/** What the window shows, and whether anybody is there to look at it. */
export function createLooking(page: Window): LookingStore {
  const focused = (): boolean => page.document.hasFocus() && page.document.visibilityState === 'visible'
  const store = createStore<LookingState>(() => ({ places: [], focused: focused() }))
  let settling: number | undefined
  const settle = (): void => {
    if (store.getState().focused !== focused()) store.setState({ focused: focused() })
  }
  const check = (): void => {
    page.clearTimeout(settling)
    if (focused()) settling = page.setTimeout(settle, settleMs)
    else settle()
  }
  page.addEventListener('focus', check)
  page.addEventListener('blur', check)
  page.document.addEventListener('visibilitychange', check)
  return {
    ...store,
    show(place) {
      store.setState(({ places }) => ({ places: [...places, place] }))
      return () =>
        store.setState(({ places }) => {
          const at = places.indexOf(place)
          return { places: places.filter((_, index) => index !== at) }
        })
    },
  }
}

/** The same without whether anybody looks. */
export const lookingAt = ({ places }: LookingState): Looking => ({
  sessions: places.filter((place) => place !== 'inbox'),
  inbox: places.includes('inbox'),
})

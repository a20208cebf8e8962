import { useMemo, useSyncExternalStore } from 'react'
import { formatRoute, parseRoute, type Route } from './route.ts'

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

/** Where the window is now, outside React. */
export const currentRoute = (): Route => parseRoute(window.location.hash)

/** Where the window is; renders again when that changes. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash)
  return useMemo(() => parseRoute(hash), [hash])
}

/** Goes to a route. `replace` leaves no way back to where we were, for corrections of the address. */
export function navigate(route: Route, options: { replace?: boolean } = {}): void {
  const hash = formatRoute(route)
  if (options.replace) {
    window.history.replaceState(null, '', hash)
    window.dispatchEvent(new HashChangeEvent('hashchange'))
  } else window.location.hash = hash
}

/**
 * Remembers where the window is, for what takes a while: the answer leads on only when the user has not gone elsewhere
 * meanwhile.
 */
export function leadOnFromHere(): typeof navigate {
  const from = window.location.hash
  return (route, options) => {
    if (window.location.hash === from) navigate(route, options)
  }
}

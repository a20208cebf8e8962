import { useSyncExternalStore } from 'react'

/** Up to this width the sidebar shows icons only and right panes become tabs. */
const query = '(max-width: 1024px)'

function subscribe(listener: () => void): () => void {
  const media = window.matchMedia(query)
  media.addEventListener('change', listener)
  return () => media.removeEventListener('change', listener)
}

/** True in a narrow window. */
export const useFolded = (): boolean =>
  useSyncExternalStore(subscribe, () => window.matchMedia(query).matches)

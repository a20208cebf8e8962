import { useSyncExternalStore } from 'react'

const subscribe = (listener: () => void): (() => void) => {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}
const themeNow = (): 'dark' | 'light' =>
  document.documentElement.dataset['theme'] === 'light' ? 'light' : 'dark'

/** The theme the page is drawn in. */
export const useThemeType = (): 'dark' | 'light' => useSyncExternalStore(subscribe, themeNow)

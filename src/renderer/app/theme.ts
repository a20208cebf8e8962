import { useEffect } from 'react'
import { useEntities } from './hooks.ts'

const light = '(prefers-color-scheme: light)'

/** Keeps `data-theme` of the page in step with the setting and the system. */
export function useTheme(): void {
  const theme = useEntities((entities) => entities.settings.theme)
  useEffect(() => {
    const query = window.matchMedia(light)
    const apply = (): void => {
      const shown = theme === 'system' ? (query.matches ? 'light' : 'dark') : theme
      document.documentElement.dataset['theme'] = shown
      // The next start paints in the right colours before the settings are here.
      localStorage.setItem('switchyard.theme', theme)
    }
    apply()
    query.addEventListener('change', apply)
    return () => query.removeEventListener('change', apply)
  }, [theme])
}

/** Paints the first frame as the last run left it. */
export function applyRememberedTheme(): void {
  const remembered = localStorage.getItem('switchyard.theme')
  const system = window.matchMedia(light).matches ? 'light' : 'dark'
  document.documentElement.dataset['theme'] =
    remembered === 'light' || remembered === 'dark' ? remembered : system
}

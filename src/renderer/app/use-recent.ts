import { useEffect } from 'react'
import { used } from '../state/index.ts'
import { formatRoute, withoutDetail } from './route.ts'
import { useServices } from './services.ts'
import { useRoute } from './use-route.ts'

/** Remembers where the window was, for the command bar and for the next start. */
export function useRecent(): void {
  const { ui } = useServices()
  const route = useRoute()
  useEffect(() => {
    if (route.name !== 'home') ui.setState((state) => used(state, formatRoute(withoutDetail(route))), true)
  }, [ui, route])
}

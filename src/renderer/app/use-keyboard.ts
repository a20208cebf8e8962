import { useEffect } from 'react'
import { actionForKey, keyPlace } from './actions/index.ts'
import { useServices } from './services.ts'

/** Runs actions from key presses and from native menus. Once, around the app. */
export function useKeyboard(): void {
  const { actions, commandKey, host } = useServices()
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || actions.recording) return
      const action = actionForKey(actions.all, event, keyPlace(event.target), commandKey)
      if (!action) return
      event.preventDefault()
      event.stopPropagation()
      actions.start(action)
    }
    // Before editors and terminals see the key: what belongs to them `actionForKey` leaves alone.
    window.addEventListener('keydown', press, { capture: true })
    return () => window.removeEventListener('keydown', press, { capture: true })
  }, [actions, commandKey])
  useEffect(() => host?.onMenu((id) => void actions.run(id)), [actions, host])
}

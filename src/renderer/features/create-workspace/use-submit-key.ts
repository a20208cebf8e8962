import { useEffect } from 'react'
import { useLatest, useServices } from '../../app/index.ts'

/** Ctrl Enter (Command Enter on a Mac) submits from anywhere, for as long as the component stands. */
export function useSubmitKey(submit: () => void): void {
  const { commandKey } = useServices()
  const latest = useLatest(submit)
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || event.isComposing || !(commandKey ? event.metaKey : event.ctrlKey)) return
      event.preventDefault()
      latest.current()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [commandKey, latest])
}

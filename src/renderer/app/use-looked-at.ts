import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { LookedAt } from './looking.ts'
import { useServices } from './services.ts'

/** Says that a place is on screen while the component stands. Returns whether the window has the focus. */
export function useLookedAt(place: LookedAt): boolean {
  const { looking } = useServices()
  useEffect(() => looking.show(place), [looking, place])
  return useStore(looking, ({ focused }) => focused)
}

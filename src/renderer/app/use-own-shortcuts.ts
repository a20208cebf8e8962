import { useEffect, useMemo } from 'react'
import { bindingsWith, type Binding } from './actions/keymap.ts'
import { useEntities } from './hooks.ts'
import { useServices } from './services.ts'

/** Puts the shortcuts of the settings in force. Once, below a picture that is ready. */
export function useOwnShortcuts(): void {
  const { actions } = useServices()
  const own = useEntities((entities) => entities.settings.shortcuts)
  useEffect(() => actions.bind(own), [actions, own])
}

/** Every shortcut as the user has it. */
export function useBindings(): readonly Binding[] {
  const own = useEntities((entities) => entities.settings.shortcuts)
  return useMemo(() => bindingsWith(own), [own])
}

import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { SessionId, SettingsPatch } from '../../contracts/index.ts'
import type { ConnectionState } from '../client/index.ts'
import type { Entities, OpenTranscript, UiState } from '../state/index.ts'
import { shortcutKeys, shownShortcut, type Action } from './actions/index.ts'
import { useServices } from './services.ts'

/**
 * Something of the control plane's picture. Renders again when the result changes; arrays and objects are compared
 * one level deep, so a selector may build a list of entities. Only below a picture that is ready.
 */
export function useEntities<Result>(selector: (entities: Entities) => Result): Result {
  const { picture } = useServices()
  return useStore(
    picture,
    useShallow((state) => {
      if (state.phase !== 'ready') throw new Error('the picture is not ready')
      return selector(state.entities)
    }),
  )
}

/** Something of this window's own state. */
export function useUi<Result>(selector: (ui: UiState) => Result): Result {
  return useStore(useServices().ui, useShallow(selector))
}

export function useConnectionState(): ConnectionState {
  const { connection } = useServices()
  return useSyncExternalStore(
    (listener) => connection.subscribe(listener),
    () => connection.state,
  )
}

/** A session's transcript, followed for as long as the component stands. */
export function useTranscript(sessionId: SessionId): OpenTranscript {
  const { transcripts } = useServices()
  const transcript = useMemo(() => transcripts.open(sessionId), [transcripts, sessionId])
  useEffect(() => transcript.retain(), [transcript])
  return transcript
}

/** Registers actions while the component stands. Give it a list made with `useMemo`. */
export function useActions(list: readonly Action[]): void {
  const { actions } = useServices()
  useEffect(() => actions.register(list), [actions, list])
}

/** All registered actions; renders again when they change. */
export function useAllActions(): readonly Action[] {
  const { actions } = useServices()
  return useSyncExternalStore(
    (listener) => actions.subscribe(listener),
    () => actions.all,
  )
}

/** The shortcut of an action as `Kbd` draws it, such as `Mod+K`; undefined when it has none here. */
export function useShortcut(actionId: string): string | undefined {
  const { host } = useServices()
  const action = useAllActions().find(({ id }) => id === actionId)
  const shown = action && shownShortcut(action, host === undefined)
  return shown === undefined ? undefined : shortcutKeys(shown)
}

/** Saves settings; what went wrong is shown as a toast. Resolves to whether it was saved. */
export function useSaveSettings(): (patch: SettingsPatch) => Promise<boolean> {
  const { client, toasts } = useServices()
  return useCallback(
    async (patch) => {
      try {
        await client.settings.set(patch)
        return true
      } catch (error) {
        toasts.failed('Save settings', error)
        return false
      }
    },
    [client, toasts],
  )
}

/** `value` once it has stood still for `ms`. */
export function useSettled<Value>(value: Value, ms: number): Value {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}

/** The newest `value` for listeners that outlive a render. */
export function useLatest<Value>(value: Value): { readonly current: Value } {
  const ref = useRef(value)
  useEffect(() => {
    ref.current = value
  })
  return ref
}

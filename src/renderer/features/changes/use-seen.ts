import { useEffect, useRef } from 'react'
import type { WorkspaceId } from '../../../contracts/index.ts'
import { useServices } from '../../app/index.ts'

/** Whoever only passes by has not looked. */
const lookMs = 2_000

/**
 * Remembers what the user saw once he stops looking: leaves the panel, or the window. `version` is that of the
 * changes on the screen, null while they are not there.
 */
export function useSeen(workspaceId: WorkspaceId, version: number | null): void {
  const { client } = useServices()
  const shown = useRef<{ version: number; since: number } | null>(null)
  useEffect(() => {
    if (version !== null) shown.current = { version, since: shown.current?.since ?? performance.now() }
  }, [version])
  useEffect(() => {
    const leave = (): void => {
      const seen = shown.current
      shown.current = null
      if (!seen || performance.now() - seen.since < lookMs) return
      // One that is lost makes the next look show more, which is no harm.
      client.git.markSeen({ workspace: workspaceId, version: seen.version }).catch(() => undefined)
    }
    const check = (): void => {
      if (document.visibilityState === 'hidden') leave()
      else if (version !== null) shown.current = { version, since: performance.now() }
    }
    document.addEventListener('visibilitychange', check)
    return () => {
      document.removeEventListener('visibilitychange', check)
    }
  }, [client, workspaceId, version])
  useEffect(
    () => () => {
      const seen = shown.current
      shown.current = null
      if (!seen || performance.now() - seen.since < lookMs) return
      client.git.markSeen({ workspace: workspaceId, version: seen.version }).catch(() => undefined)
    },
    [client, workspaceId],
  )
}

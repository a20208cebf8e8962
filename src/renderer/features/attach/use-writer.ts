import { useCallback, useEffect, useState } from 'react'
import type { Seat, SessionId } from '../../../contracts/index.ts'
import { useServices } from '../../app/index.ts'
import { sitDown } from '../../state/index.ts'

/** Sits down at a session while `wanted`. `writer`: who has it instead; null when nobody else has. */
export function useWriter(
  sessionId: SessionId,
  wanted: boolean,
): { writer: Seat | null; takeOver: () => void } {
  const { connection, seat } = useServices()
  const [writer, setWriter] = useState<Seat | null>(null)
  // How often this session was taken over from here; a change sits down anew.
  const [taken, setTaken] = useState({ sessionId, times: 0 })
  const times = taken.sessionId === sessionId ? taken.times : 0
  useEffect(() => {
    if (!wanted) return undefined
    const standing = new AbortController()
    void sitDown({ connection, sessionId, seat, onWriter: setWriter }, times > 0, standing.signal)
    return () => {
      standing.abort()
      setWriter(null)
    }
  }, [connection, seat, sessionId, times, wanted])
  const takeOver = useCallback(
    () => setTaken((before) => ({ sessionId, times: before.sessionId === sessionId ? before.times + 1 : 1 })),
    [sessionId],
  )
  return { writer, takeOver }
}

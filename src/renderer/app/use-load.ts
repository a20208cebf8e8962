import { useEffect, useState } from 'react'
import { toFailure, type Failure } from '../../contracts/index.ts'
import { useLatest } from './hooks.ts'

export type Loaded<Data> = { reload: () => void } &
  /** `last` is the result for the key before, to be shown meanwhile where that is better than nothing. */
  (
    | { phase: 'loading'; last: Data | undefined }
    | { phase: 'failed'; failure: Failure }
    | { phase: 'ready'; data: Data }
  )

/** `attempt` says which reload brought it. */
type Result<Data> = { key: string; attempt: number } & ({ data: Data } | { failure: Failure })

/**
 * What `load` resolves to. It runs again when `key` changes and when `reload` is called; while a reload runs the
 * earlier result stays.
 */
export function useLoad<Data>(key: string, load: (signal: AbortSignal) => Promise<Data>): Loaded<Data> {
  const [attempt, setAttempt] = useState(0)
  const [result, setResult] = useState<Result<Data> | null>(null)
  const latest = useLatest(load)
  useEffect(() => {
    const stop = new AbortController()
    latest.current(stop.signal).then(
      (data) => !stop.signal.aborted && setResult({ key, attempt, data }),
      (error: unknown) => !stop.signal.aborted && setResult({ key, attempt, failure: toFailure(error) }),
    )
    return () => stop.abort()
  }, [key, attempt, latest])
  const reload = (): void => setAttempt((last) => last + 1)
  if (result?.key !== key)
    return { phase: 'loading', last: result && 'data' in result ? result.data : undefined, reload }
  if ('failure' in result) return { phase: 'failed', failure: result.failure, reload }
  return { phase: 'ready', data: result.data, reload }
}

import { useCallback, useState } from 'react'
import { toFailure, type Failure } from '../../contracts/index.ts'

export interface Act {
  busy: boolean
  /** Why the last one failed; null while one runs and after one worked. */
  failure: Failure | null
  /** Runs `act` and keeps what it throws. Resolves to whether it worked. */
  run(act: () => Promise<unknown>): Promise<boolean>
  /** Shows a failure that was found without trying, or takes it away. */
  show(failure: Failure | null): void
}

/** An act whose progress and failure are shown where it was started. */
export function useAct(): Act {
  const [state, setState] = useState<{ busy: boolean; failure: Failure | null }>({
    busy: false,
    failure: null,
  })
  const run = useCallback(async (act: () => Promise<unknown>) => {
    setState({ busy: true, failure: null })
    try {
      await act()
      setState({ busy: false, failure: null })
      return true
    } catch (error) {
      setState({ busy: false, failure: toFailure(error) })
      return false
    }
  }, [])
  const show = useCallback((failure: Failure | null) => setState({ busy: false, failure }), [])
  return { ...state, run, show }
}

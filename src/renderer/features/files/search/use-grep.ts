import { useEffect, useState } from 'react'
import {
  toFailure,
  type Failure,
  type FoundLine,
  type GrepBatch,
  type WorkspaceId,
} from '../../../../contracts/index.ts'
import { useServices } from '../../../app/index.ts'

/** What is looked for, as it is written. */
export interface Wanted {
  pattern: string
  matchCase: boolean
  wholeWord: boolean
  regex: boolean
  /** Globs, separated by commas. */
  include: string
  exclude: string
  ignored: boolean
}

export interface GrepState {
  lines: readonly FoundLine[]
  last: GrepBatch | null
  failure: Failure | null
  /** The search ended, by itself or because somebody stopped it. */
  over: boolean
}

const globs = (text: string): string[] =>
  text
    .split(/,(?![^{]*\})/)
    .map((glob) => glob.trim())
    .filter((glob) => glob !== '')

const nothing: GrepState = { lines: [], last: null, failure: null, over: true }

/** A search that runs whenever `wanted` changes; an earlier one ends then. Null ends it. */
export function useGrep(workspace: WorkspaceId, wanted: Wanted | null): { state: GrepState; stop(): void } {
  const { client } = useServices()
  const [found, setFound] = useState<{ for: Wanted | null; state: GrepState }>({ for: null, state: nothing })
  const [stopped, setStopped] = useState<Wanted | null>(null)
  useEffect(() => {
    if (!wanted || stopped === wanted) return undefined
    const stop = new AbortController()
    const { include, exclude, ...rest } = wanted
    const query = { ...rest, include: globs(include), exclude: globs(exclude) }
    const lines: FoundLine[] = []
    const show = (change: Partial<GrepState>): void => {
      if (stop.signal.aborted) return
      setFound(({ for: last, state }) => ({
        for: wanted,
        state: { ...(last === wanted ? state : { ...nothing, over: false }), ...change },
      }))
    }
    const search = async (): Promise<void> => {
      const batches = await client.files.grep({ workspace, ...query }, { signal: stop.signal })
      for await (const batch of batches) {
        lines.push(...batch.lines)
        show({ lines: [...lines], last: batch, over: batch.done })
      }
    }
    search().catch((error: unknown) => show({ failure: toFailure(error), over: true }))
    return () => stop.abort()
  }, [client, workspace, wanted, stopped])
  const state = wanted === null ? nothing : found.for === wanted ? found.state : { ...nothing, over: false }
  return {
    state: stopped === wanted ? { ...state, over: true } : state,
    stop: () => setStopped(wanted),
  }
}

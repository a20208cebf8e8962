import { useEffect, useRef, useState } from 'react'
import {
  toFailure,
  type CommitHow,
  type Failure,
  type RepositoryId,
  type WorkspaceId,
} from '../../../../contracts/index.ts'
import { useServices } from '../../../app/index.ts'

/** Of what git and the hooks print, the end is shown. */
const shownOutput = 20_000
const shortSha = 10

export interface Committing {
  running: boolean
  /** What git and the hooks printed so far. */
  output: string
  failure: Failure | null
  /** Resolves to whether it was made. */
  run(how: CommitHow, repositoryId: RepositoryId | null): Promise<boolean>
  /** Ends git and its hooks. */
  stop(): void
}

/** Makes commits, showing what the hooks print as it comes. */
export function useCommit(workspaceId: WorkspaceId): Committing {
  const { client, toasts } = useServices()
  const [state, setState] = useState<Pick<Committing, 'running' | 'output' | 'failure'>>({
    running: false,
    output: '',
    failure: null,
  })
  const given = useRef<AbortController>(undefined)
  useEffect(() => () => given.current?.abort(), [])
  const run: Committing['run'] = async (how, repositoryId) => {
    const stop = new AbortController()
    given.current = stop
    setState({ running: true, output: '', failure: null })
    try {
      const request = { ...how, workspace: workspaceId, ...(repositoryId ? { repositoryId } : {}) }
      for await (const event of await client.staging.commit(request, { signal: stop.signal }))
        if (event.type === 'output')
          setState((before) => ({ ...before, output: (before.output + event.text).slice(-shownOutput) }))
        else
          toasts.show({
            title: `${how.amend ? 'Amended' : 'Committed'} ${event.commits.map(({ repository, sha }) => `${sha.slice(0, shortSha)} in ${repository}`).join(', ')}`,
          })
      setState({ running: false, output: '', failure: null })
      return true
    } catch (error) {
      const failure = toFailure(error)
      const said = failure.details?.['output']
      setState((before) => ({
        running: false,
        output: typeof said === 'string' && said !== '' ? said : before.output,
        failure: stop.signal.aborted ? null : failure,
      }))
      if (stop.signal.aborted)
        toasts.show({ title: 'The commit was stopped', detail: 'Nothing was committed.' })
      return false
    }
  }
  return { ...state, run, stop: () => given.current?.abort() }
}

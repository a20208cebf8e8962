import { useEffect } from 'react'
import type { PullRequest } from '../../../contracts/index.ts'
import { useServices } from '../../app/index.ts'

/** How often the control plane is asked to look; it decides whether the host is asked again. */
const lookEveryMs = 10_000

/** Keeps a pull request fresh while somebody looks at it. Why that fails stands in the pull request itself. */
export function useFresh({ workspaceId, repositoryId, state }: PullRequest): void {
  const { client } = useServices()
  const done = state === 'merged'
  useEffect(() => {
    if (done) return
    const look = (): void => {
      if (document.visibilityState !== 'visible') return
      // The failure is kept with the pull request, where the screen shows it.
      client.pullRequest.refresh({ workspace: workspaceId, repositoryId }).catch(() => undefined)
    }
    look()
    const timer = setInterval(look, lookEveryMs)
    return () => clearInterval(timer)
  }, [client, workspaceId, repositoryId, done])
}

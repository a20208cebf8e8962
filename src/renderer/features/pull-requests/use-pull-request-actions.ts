import { GitPullRequest, GitPullRequestCreate } from 'lucide-react'
import { useMemo } from 'react'
import type { Workspace } from '../../../contracts/index.ts'
import { useActions, useEntities, useServices } from '../../app/index.ts'
import { pullsOf } from '../../state/index.ts'

/** Command bar entries of the workspace on screen: its pull request, and making one. */
export function usePullRequestActions(workspace: Workspace): void {
  const { dialogs } = useServices()
  const { id: workspaceId } = workspace
  const pulls = useEntities((entities) => pullsOf(entities, workspaceId))
  const list = useMemo(
    () => [
      {
        id: 'pull-request.create',
        title: 'Create pull request…',
        section: 'Workspace' as const,
        icon: GitPullRequestCreate,
        keywords: ['pr', 'merge request', 'github', 'gitlab', 'gitea'],
        run: () => dialogs.open({ kind: 'create-pull-request', workspaceId }),
      },
      {
        id: 'pull-request.show',
        title: 'Show pull request',
        section: 'Workspace' as const,
        icon: GitPullRequest,
        keywords: ['pr', 'merge request', 'checks', 'review', 'merge'],
        when: () => pulls.length > 0,
        run: () => {
          const [first] = pulls
          if (first) dialogs.open({ kind: 'pull-request', workspaceId, repositoryId: first.repositoryId })
        },
      },
    ],
    [dialogs, workspaceId, pulls],
  )
  useActions(list)
}

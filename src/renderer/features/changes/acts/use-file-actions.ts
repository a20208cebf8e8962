import { Minus, Plus } from 'lucide-react'
import { useMemo } from 'react'
import { useActions, useServices, type Action } from '../../../app/index.ts'
import type { FileTarget } from '../extension.ts'
import { sidesOf } from './use-staging.ts'

const section = 'Workspace' as const

/** Keys and command bar entries for the file in view; null when there is none. */
export function useFileActions(target: FileTarget | null, reload: () => void): void {
  const { client } = useServices()
  const list = useMemo((): Action[] => {
    const sides = target && sidesOf(target.scope, target.repository)
    if (!target || !sides) return []
    const { workspaceId, repository, file } = target
    const run = async (what: 'stage' | 'unstage'): Promise<void> => {
      await client.staging[what]({
        workspaceId,
        repositoryId: repository.repositoryId,
        shown: sides,
        files: [{ path: file.path, oldPath: file.oldPath, hunks: null }],
      })
      reload()
    }
    return [
      {
        id: 'changes.stage',
        title: 'Stage the file',
        section,
        icon: Plus,
        when: () => file.unstaged && sides.new === 'worktree',
        run: () => run('stage'),
      },
      {
        id: 'changes.unstage',
        title: 'Unstage the file',
        section,
        icon: Minus,
        when: () => file.staged,
        run: () => run('unstage'),
      },
    ]
  }, [client, target, reload])
  useActions(list)
}

import { existsSync } from 'node:fs'
import { Failure, type Workspace } from '../../contracts/index.ts'

/**
 * Refuses a workspace whose files cannot be looked at: it is being made or deleted (`workspace_not_running`), or a
 * worktree is gone (`worktree_failed`).
 */
export function assertReadable({ name, status, repositories }: Workspace): void {
  if (['pending', 'creating', 'deleting'].includes(status))
    throw new Failure('workspace_not_running', `Workspace "${name}" is ${status}`)
  if (repositories.some(({ aside }) => aside !== null))
    throw new Failure('workspace_not_running', `Workspace "${name}" is archived without its files`, {
      hint: 'Unarchive it first.',
    })
  const gone = repositories.find(({ worktree }) => !existsSync(worktree))
  if (gone)
    throw new Failure('worktree_failed', `The worktree of ${gone.name} is gone: ${gone.worktree}`, {
      hint: 'It was moved or deleted outside of Switchyard. Its commits are on its branch; delete the workspace.',
    })
}

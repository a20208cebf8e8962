import { Archive, Copy, GitBranch, Pencil, Pin, PinOff, Play, Square, Trash2 } from 'lucide-react'
import type { Workspace } from '../../../contracts/index.ts'
import type { AppServices } from '../services.ts'
import type { Action } from './action.ts'

/** What can be done with a workspace: in menus of lists, in the command bar, and by shortcut where it is shown. */
export function workspaceActions(services: AppServices, workspace: Workspace): readonly Action[] {
  const { client, dialogs, toasts } = services
  const { id, status, branch, repositories, pinned } = workspace
  const copy = async (text: string): Promise<void> => {
    await navigator.clipboard.writeText(text)
    toasts.show({ title: `Copied ${text}` })
  }
  const [first] = repositories
  return [
    {
      id: 'workspace.rename',
      title: 'Rename workspace…',
      section: 'Workspace',
      icon: Pencil,
      run: () => dialogs.open({ kind: 'rename-workspace', workspaceId: id }),
    },
    {
      id: 'workspace.pin',
      title: pinned ? 'Unpin workspace' : 'Pin workspace',
      section: 'Workspace',
      icon: pinned ? PinOff : Pin,
      keywords: ['first', 'top'],
      run: async () => void (await client.workspace.configure({ workspace: id, pinned: !pinned })),
    },
    {
      id: 'workspace.copy-branch',
      title: 'Copy branch name',
      section: 'Workspace',
      icon: GitBranch,
      run: () => copy(branch),
    },
    {
      id: 'workspace.copy-path',
      title: 'Copy path of the worktree',
      section: 'Workspace',
      icon: Copy,
      when: () => first !== undefined,
      run: () => copy(first?.worktree ?? ''),
    },
    {
      id: 'workspace.stop',
      title: 'Stop workspace',
      section: 'Workspace',
      icon: Square,
      keywords: ['end', 'processes'],
      when: () => status === 'running',
      run: async () => void (await client.workspace.stop({ workspace: id })),
    },
    {
      id: 'workspace.restart',
      title: 'Start workspace again',
      section: 'Workspace',
      icon: Play,
      keywords: ['restart', 'resume'],
      when: () => status === 'stopped' || status === 'error',
      run: async () => void (await client.workspace.restart({ workspace: id })),
    },
    {
      id: 'workspace.archive',
      title: 'Archive workspace…',
      section: 'Workspace',
      icon: Archive,
      keywords: ['hide', 'put aside'],
      when: () => !workspace.archived,
      run: () => dialogs.open({ kind: 'archive-workspace', workspaceId: id }),
    },
    {
      id: 'workspace.delete',
      title: 'Delete workspace…',
      section: 'Workspace',
      icon: Trash2,
      keywords: ['remove', 'worktree'],
      run: () => dialogs.open({ kind: 'delete-workspace', workspaceId: id }),
    },
  ]
}

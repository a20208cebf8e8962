import {
  ArrowDownToLine,
  ArrowUpFromLine,
  CloudDownload,
  GitMerge,
  GitPullRequestArrow,
  TriangleAlert,
} from 'lucide-react'
import type { GitActKind, Workspace, WorkspaceGit } from '../../../contracts/index.ts'
import type { Action, AppServices } from '../../app/index.ts'
import { waitingConflicts } from './act-form.ts'

/** Git acts of a workspace: in its menu, in the command bar and by shortcut. Each asks in a dialog first. */
export function gitActions(
  { dialogs }: AppServices,
  { id, repositories, status }: Workspace,
  git: WorkspaceGit | undefined,
): Action[] {
  const [base] = repositories
  const hasRemote = git?.repositories.some(({ remote }) => remote !== null) ?? false
  const shown = status === 'running' || status === 'stopped'
  const action = (
    act: GitActKind,
    title: string,
    rest: Pick<Action, 'icon' | 'keywords' | 'when'>,
  ): Action => ({
    id: `git.${act}`,
    title,
    section: 'Workspace',
    ...rest,
    when: () => shown && (rest.when?.() ?? true),
    run: () => dialogs.open({ kind: 'git-act', workspaceId: id, act }),
  })
  return [
    {
      id: 'git.conflicts',
      title: 'Resolve conflicts…',
      section: 'Workspace',
      icon: TriangleAlert,
      keywords: ['continue', 'abort', 'rebase', 'merge'],
      when: () => waitingConflicts(git) !== null,
      run: () => dialogs.open({ kind: 'git-conflicts', workspaceId: id }),
    },
    action('push', 'Push…', { icon: ArrowUpFromLine, keywords: ['remote', 'upload', 'force', 'lease'] }),
    action('pull', 'Pull…', { icon: ArrowDownToLine, keywords: ['remote', 'update'], when: () => hasRemote }),
    action('fetch', 'Fetch…', { icon: CloudDownload, keywords: ['remote'], when: () => hasRemote }),
    action('rebase', `Rebase onto ${base?.baseBranch ?? 'the base'}…`, {
      icon: GitPullRequestArrow,
      keywords: ['update'],
    }),
    action('merge', `Merge into ${base?.baseBranch ?? 'the base'}…`, {
      icon: GitMerge,
      keywords: ['squash', 'land'],
    }),
  ]
}

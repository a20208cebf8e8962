import {
  toFailure,
  type DeletionImpact,
  type WorkspaceDeleted,
  type WorkspaceId,
} from '../../../contracts/index.ts'
import { count, navigate, useEntities, useLoad, useRoute, useServices } from '../../app/index.ts'
import { ConfirmDialog, ErrorNote, Skeleton, type showToast } from '../../ui/index.ts'

/** Says what deleting a workspace ends and what it saves first, and does it. */
export function DeleteWorkspace({ workspaceId }: { workspaceId: WorkspaceId }) {
  const { client, dialogs, toasts } = useServices()
  const route = useRoute()
  const workspace = useEntities((entities) => entities.workspaces[workspaceId])
  const impact = useLoad(workspaceId, (signal) =>
    client.workspace.deletionImpact({ workspace: workspaceId }, { signal }),
  )
  if (!workspace) return null
  const saves =
    impact.phase === 'ready' && impact.data.repositories.some(({ uncommittedFiles }) => uncommittedFiles > 0)
  return (
    <ConfirmDialog
      open
      onClose={dialogs.close}
      title={`Delete ${workspace.name}`}
      act={saves ? 'Save and delete workspace' : 'Delete workspace'}
      toError={toFailure}
      disabled={impact.phase === 'loading' && 'Looking at what would be lost'}
      onConfirm={async () => {
        const deleted = await client.workspace.delete({ workspace: workspaceId })
        if (route.name === 'workspace' && route.workspaceId === workspaceId)
          navigate({ name: 'project', projectId: workspace.projectId, sessionId: null }, { replace: true })
        toasts.show(deletedToast(workspace.name, deleted))
      }}
    >
      {impact.phase === 'ready' && <Impact impact={impact.data} />}
      {impact.phase === 'failed' && <ErrorNote error={impact.failure} onRetry={impact.reload} />}
      {impact.phase === 'loading' && <Skeleton height={60} />}
    </ConfirmDialog>
  )
}

/** What deleting does, one line each, in numbers. */
export function impactLines({ repositories, runningSessions, terminals }: DeletionImpact): string[] {
  const lines: string[] = []
  if (runningSessions > 0) lines.push(`${count(runningSessions, 'running session')} will be stopped.`)
  if (terminals > 0) lines.push(`${count(terminals, 'terminal')} will be closed.`)
  for (const { repository, branch, uncommittedFiles, unmergedCommits } of repositories) {
    if (uncommittedFiles > 0)
      lines.push(
        `${count(uncommittedFiles, 'uncommitted file')} in ${repository} will be saved to a backup ref first.`,
      )
    lines.push(
      unmergedCommits > 0
        ? `Branch ${branch} stays in ${repository}, with ${count(unmergedCommits, 'commit')} found nowhere else.`
        : `Branch ${branch} stays in ${repository}.`,
    )
  }
  return lines
}

function Impact({ impact }: { impact: DeletionImpact }) {
  return (
    <ul className="flex list-disc flex-col gap-1 pl-4 break-words">
      {impactLines(impact).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

/** Names the backup refs, and offers the commands that bring the work back. */
function deletedToast(
  name: string,
  { backups, branchesKept }: WorkspaceDeleted,
): Parameters<typeof showToast>[0] {
  const title = `Deleted ${name}`
  if (backups.length === 0)
    return {
      title,
      detail: branchesKept
        .map(({ branch, repository }) => `Branch ${branch} stays in ${repository}`)
        .join('. '),
    }
  const restore = backups.map((backup) => backup.restore).join('\n')
  return {
    title,
    detail: backups.map(({ files, ref }) => `${count(files, 'file')} saved as ${ref}`).join('. '),
    action: {
      label: backups.length === 1 ? 'Copy command to get it back' : 'Copy commands to get it back',
      run: () => void navigator.clipboard.writeText(restore),
    },
  }
}

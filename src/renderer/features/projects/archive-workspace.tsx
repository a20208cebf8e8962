import { useState } from 'react'
import { toFailure, type ArchivedWorktrees, type WorkspaceId } from '../../../contracts/index.ts'
import { count, navigate, useEntities, useLoad, useRoute, useServices } from '../../app/index.ts'
import { ConfirmDialog, ErrorNote, Segmented, Skeleton } from '../../ui/index.ts'

const choices: readonly { value: ArchivedWorktrees; label: string }[] = [
  { value: 'keep', label: 'Keep its files' },
  { value: 'remove', label: 'Put them aside' },
]

/** Takes a workspace out of the lists, with its files kept where they are or put aside. */
export function ArchiveWorkspace({ workspaceId }: { workspaceId: WorkspaceId }) {
  const { client, dialogs, toasts } = useServices()
  const route = useRoute()
  const workspace = useEntities((entities) => entities.workspaces[workspaceId])
  const [worktrees, setWorktrees] = useState<ArchivedWorktrees>('keep')
  const impact = useLoad(workspaceId, (signal) =>
    client.workspace.deletionImpact({ workspace: workspaceId }, { signal }),
  )
  if (!workspace) return null
  const { name, projectId } = workspace
  const undo = async (): Promise<void> => {
    try {
      await client.workspace.unarchive({ workspace: workspaceId })
    } catch (error) {
      toasts.failed('Unarchive', error)
    }
  }
  const sum = (of: 'uncommittedFiles' | 'ignored'): number =>
    impact.phase === 'ready' ? impact.data.repositories.reduce((total, one) => total + one[of], 0) : 0
  return (
    <ConfirmDialog
      open
      onClose={dialogs.close}
      title={`Archive ${name}`}
      act="Archive workspace"
      toError={toFailure}
      disabled={impact.phase === 'loading' && 'Looking at what is in it'}
      onConfirm={async () => {
        await client.workspace.archive({ workspace: workspaceId, worktrees })
        if (route.name === 'workspace' && route.workspaceId === workspaceId)
          navigate({ name: 'project', projectId, sessionId: null }, { replace: true })
        toasts.show({ title: `Archived ${name}`, action: { label: 'Undo', run: () => void undo() } })
      }}
    >
      <Segmented<ArchivedWorktrees>
        label="Its files"
        value={worktrees}
        options={choices}
        onChange={setWorktrees}
      />
      {impact.phase === 'loading' && <Skeleton height={60} />}
      {impact.phase === 'failed' && <ErrorNote error={impact.failure} onRetry={impact.reload} />}
      {impact.phase === 'ready' && (
        <ul className="flex list-disc flex-col gap-1 pl-4 break-words">
          <li>It leaves the lists; its sessions stay in the history.</li>
          {impact.data.runningSessions > 0 && (
            <li>{count(impact.data.runningSessions, 'running session')} will be stopped.</li>
          )}
          {impact.data.terminals > 0 && <li>{count(impact.data.terminals, 'terminal')} will be closed.</li>}
          {worktrees === 'keep' ? (
            <li>Its files stay in {workspace.folder}.</li>
          ) : (
            <li>
              Its files are removed from disk. {count(sum('uncommittedFiles'), 'uncommitted file')} and what
              is staged are kept in a backup ref and come back with it.
            </li>
          )}
          {worktrees === 'remove' && sum('ignored') > 0 && (
            <li>
              {count(sum('ignored'), 'file or folder', 'files or folders')} that git ignores will not come
              back.
            </li>
          )}
        </ul>
      )}
    </ConfirmDialog>
  )
}

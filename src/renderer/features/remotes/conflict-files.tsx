import { Check, FileWarning, MoreHorizontal } from 'lucide-react'
import type { ConflictFile, RepositoryConflicts, ResolveWith, WorkspaceId } from '../../../contracts/index.ts'
import { count, useServices } from '../../app/index.ts'
import { Button, IconButton, Menu } from '../../ui/index.ts'
import { openFile } from '../files/index.ts'
import { sidesOf } from './conflict-message.ts'

const stateOf = ({ markers, ready, binary }: ConflictFile): string =>
  markers > 0
    ? `${count(markers, 'conflict')} marked`
    : ready
      ? 'no markers left'
      : binary
        ? 'binary: choose a side'
        : 'choose a side'

/** Files in conflict of one repository, each with what both sides did and how it can be settled. */
export function ConflictFiles({
  workspaceId,
  conflicts,
  busy,
  onResolve,
}: {
  workspaceId: WorkspaceId
  conflicts: RepositoryConflicts
  busy: boolean
  onResolve(path: string, how: ResolveWith): void
}) {
  const services = useServices()
  const { actions, dialogs, toasts } = services
  const copy = (path: string): void => {
    navigator.clipboard.writeText(path).then(
      () => toasts.show({ title: `Copied ${path}` }),
      (error: unknown) => toasts.failed('Copy the path', error),
    )
  }
  if (conflicts.files.length === 0)
    return <p className="py-2 text-muted">Every file is resolved. Continue to go on.</p>
  return (
    <ul aria-label={`Files in conflict in ${conflicts.repository}`} className="flex flex-col">
      {conflicts.files.map((file) => (
        <li
          key={file.path}
          className="flex min-h-10 items-center gap-2 border-b border-line py-1 last:border-b-0"
        >
          {file.ready ? (
            <Check aria-label="Ready" className="size-4 flex-none text-running" />
          ) : (
            <FileWarning aria-label="In conflict" className="size-4 flex-none text-attention" />
          )}
          <span className="flex min-w-0 flex-1 flex-col">
            <span className="truncate font-mono text-sm" title={file.path}>
              {file.path}
            </span>
            <span className="text-sm text-muted">
              {sidesOf(file)} · {stateOf(file)}
            </span>
          </span>
          <Button
            size="sm"
            disabled={busy || (!file.ready && 'Take the markers out first, or choose a side')}
            onClick={() => onResolve(file.path, 'file')}
          >
            Mark resolved
          </Button>
          <Menu
            trigger={<IconButton size="sm" label={`More for ${file.path}`} icon={<MoreHorizontal />} />}
            items={[
              {
                id: 'ours',
                label: file.ours === 'deleted' ? 'Take ours: delete it' : 'Take ours',
                note: conflicts.oursName,
                onSelect: () => onResolve(file.path, 'ours'),
              },
              {
                id: 'theirs',
                label: file.theirs === 'deleted' ? 'Take theirs: delete it' : 'Take theirs',
                note: conflicts.theirsName,
                onSelect: () => onResolve(file.path, 'theirs'),
              },
              null,
              {
                id: 'open',
                label: 'Open the file',
                disabled: file.ours === 'deleted' && file.theirs === 'deleted',
                onSelect: () => {
                  dialogs.close()
                  openFile(services, workspaceId, { repositoryId: conflicts.repositoryId, path: file.path })
                },
              },
              {
                id: 'show',
                label: 'Show in the changes',
                onSelect: () => {
                  dialogs.close()
                  actions.run('view.changes')
                },
              },
              {
                id: 'copy',
                label: 'Copy the path',
                onSelect: () => copy(`${conflicts.worktree}/${file.path}`),
              },
            ]}
          />
        </li>
      ))}
    </ul>
  )
}

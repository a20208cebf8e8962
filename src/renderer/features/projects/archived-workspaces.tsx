import { useState } from 'react'
import type { ProjectId, Workspace } from '../../../contracts/index.ts'
import { navigate, useAct, useEntities, useServices } from '../../app/index.ts'
import { archivedOf } from '../../state/index.ts'
import { Button, Dialog, ErrorNote, Field, Input, RelativeTime } from '../../ui/index.ts'

/** The archived workspaces of a project, each with the way back. */
export function ArchivedWorkspaces({ projectId }: { projectId: ProjectId }) {
  const { dialogs } = useServices()
  const workspaces = useEntities((entities) => archivedOf(entities, projectId))
  return (
    <Dialog open onClose={dialogs.close} title="Archived workspaces" width={560}>
      <ul className="flex max-h-[60vh] flex-col overflow-y-auto px-[18px] py-3">
        {workspaces.map((workspace) => (
          <Row key={workspace.id} workspace={workspace} />
        ))}
        {workspaces.length === 0 && <li className="text-muted">No workspace is archived.</li>}
      </ul>
    </Dialog>
  )
}

function Row({ workspace }: { workspace: Workspace }) {
  const { client, dialogs } = useServices()
  const { busy, failure, run } = useAct()
  const [branch, setBranch] = useState(`${workspace.branch}-2`)
  const { id, name } = workspace
  const unarchive = async (newBranch?: string): Promise<void> => {
    const done = await run(() =>
      client.workspace.unarchive({ workspace: id, ...(newBranch === undefined ? {} : { newBranch }) }),
    )
    if (!done) return
    dialogs.close()
    navigate({ name: 'workspace', workspaceId: id, tab: null })
  }
  return (
    <li className="flex flex-col gap-2 border-b border-line py-2.5 last:border-b-0">
      <div className="flex items-center gap-3">
        <span className="min-w-0 flex-1 truncate">
          {name} <span className="font-mono text-sm text-muted">{workspace.branch}</span>
        </span>
        <span className="flex-none text-sm text-subtle">
          <RelativeTime at={workspace.updatedAt} />
        </span>
        <Button loading={busy} aria-label={`Unarchive ${name}`} onClick={() => void unarchive()}>
          Unarchive
        </Button>
      </div>
      {failure && <ErrorNote error={failure} />}
      {failure?.code === 'branch_conflict' && (
        <div className="flex items-end gap-2">
          <Field label="New branch">
            {(ids) => <Input {...ids} value={branch} onChange={(event) => setBranch(event.target.value)} />}
          </Field>
          <Button loading={busy} onClick={() => void unarchive(branch.trim())}>
            Unarchive onto it
          </Button>
        </div>
      )}
    </li>
  )
}

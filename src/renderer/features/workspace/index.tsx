import type { WorkspaceId } from '../../../contracts/index.ts'
import { TopBar, useEntities } from '../../app/index.ts'
import { Chip, EmptyState } from '../../ui/index.ts'

/** One workspace: its name, branch and status. */
export function WorkspaceScreen({ workspaceId }: { workspaceId: WorkspaceId }) {
  const workspace = useEntities((entities) => entities.workspaces[workspaceId])
  if (!workspace)
    return (
      <EmptyState title="This workspace is gone">It was deleted. Its branches are still there.</EmptyState>
    )
  return (
    <TopBar title={workspace.name}>
      <Chip mono title={workspace.branch}>
        {workspace.branch}
      </Chip>
    </TopBar>
  )
}

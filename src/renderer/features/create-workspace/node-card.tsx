import { limitDefaults, type NodeId } from '../../../contracts/index.ts'
import { useEntities } from '../../app/index.ts'
import { nodeName, nodeStatus } from '../../state/index.ts'
import { Field, StatusDot } from '../../ui/index.ts'

/** Where the workspace will live, and how full it is there. The repository's node, for now the only choice. */
export function NodeCard({ nodeId }: { nodeId: NodeId }) {
  const node = useEntities((entities) => entities.nodes[nodeId])
  const used = useEntities(
    (entities) =>
      Object.values(entities.workspaces).filter((workspace) => workspace.nodeId === nodeId).length,
  )
  const most = useEntities(
    (entities) => entities.settings.limits.workspacesPerNode ?? limitDefaults.workspacesPerNode,
  )
  if (!node) return null
  const { status, word } = nodeStatus(node)
  return (
    <Field label="Node">
      {(ids) => (
        <div {...ids} className="w-fit min-w-40 rounded-md border border-accent bg-accent-bg px-2.5 py-2">
          <div className="flex items-center gap-2">
            <StatusDot status={status} label={word} />
            <span className="truncate">{nodeName(node)}</span>
          </div>
          <div className="text-sm text-muted">
            {used} of {most} workspaces
          </div>
        </div>
      )}
    </Field>
  )
}

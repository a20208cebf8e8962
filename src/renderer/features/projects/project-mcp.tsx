import type { ProjectId } from '../../../contracts/index.ts'
import { useEntities, useServices } from '../../app/index.ts'
import { Button, Dialog } from '../../ui/index.ts'
import { McpServerList } from '../mcp/index.ts'

/** The MCP servers that every new session of a project is given. */
export function ProjectMcp({ projectId }: { projectId: ProjectId }) {
  const { client, dialogs } = useServices()
  const project = useEntities((entities) => entities.projects[projectId])
  if (!project) return null
  return (
    <Dialog
      open
      onClose={() => dialogs.close()}
      title={`MCP servers of ${project.name}`}
      footer={
        <Button kind="primary" onClick={() => dialogs.close()}>
          Done
        </Button>
      }
    >
      <div className="flex flex-col gap-3 p-[18px]">
        <p className="text-muted">
          Tools that every new session of this project gets, whichever agent it runs. One with the name of a
          server of the agent stands in its place.
        </p>
        <McpServerList
          servers={project.mcpServers}
          onSave={(mcpServers) => client.project.setMcpServers({ projectId, mcpServers })}
        />
      </div>
    </Dialog>
  )
}

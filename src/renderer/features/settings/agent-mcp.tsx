import { useEntities, useServices } from '../../app/index.ts'
import { McpServerList } from '../mcp/index.ts'

/** The MCP servers that sessions of an agent are given, in every project. */
export function AgentMcp({ profileId }: { profileId: string }) {
  const { client } = useServices()
  const all = useEntities((entities) => entities.settings.agentMcp)
  return (
    <section
      aria-label="MCP servers of the agent"
      className="grid grid-cols-[104px_minmax(0,1fr)] gap-3 max-sm:grid-cols-1"
    >
      <h3 className="pt-1.5 text-sm font-medium text-muted">MCP servers</h3>
      <div className="flex flex-col gap-1">
        <McpServerList
          servers={all[profileId] ?? []}
          onSave={(servers) => client.settings.set({ agentMcp: { ...all, [profileId]: servers } })}
        />
        <p className="text-sm text-subtle">
          Tools this agent gets in every project. New sessions start with a change.
        </p>
      </div>
    </section>
  )
}

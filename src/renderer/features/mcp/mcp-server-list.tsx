import { Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { McpServer, McpServers } from '../../../contracts/index.ts'
import { Badge, Button, IconButton } from '../../ui/index.ts'
import { McpServerForm } from './mcp-server-form.tsx'

const kinds = { stdio: 'program', http: 'HTTP', sse: 'SSE' } as const
const placeOf = (server: McpServer): string =>
  server.type === 'stdio' ? [server.command, ...server.args].join(' ') : server.url

/** MCP servers with forms to add and change them. Each change is saved at once; a failure stays in its form. */
export function McpServerList({
  servers,
  onSave,
}: {
  servers: McpServers
  /** Resolves when saved; rejects with why not. */
  onSave(servers: McpServers): Promise<unknown>
}) {
  /** Name of the server in the form; empty for a new one. */
  const [edited, setEdited] = useState<string | null>(null)
  const save = async (server: McpServer, before: string): Promise<void> => {
    const at = servers.findIndex(({ name }) => name === before)
    await onSave(at === -1 ? [...servers, server] : servers.with(at, server))
    setEdited(null)
  }
  const form = (server: McpServer | null) => (
    <McpServerForm
      server={server}
      taken={servers.map(({ name }) => name).filter((name) => name !== server?.name)}
      onCancel={() => setEdited(null)}
      onSave={(next) => save(next, server?.name ?? '')}
    />
  )
  return (
    <div className="rounded-lg border border-line bg-panel">
      <ul aria-label="MCP servers">
        {servers.map((server) => (
          <li key={server.name} className="border-b border-line">
            {edited === server.name ? (
              form(server)
            ) : (
              <div className="flex h-10 items-center gap-2 px-2.5">
                <span className="flex-none truncate">{server.name}</span>
                <Badge tone="plain">{kinds[server.type]}</Badge>
                <span
                  className="min-w-0 flex-1 truncate font-mono text-sm text-muted"
                  title={placeOf(server)}
                >
                  {placeOf(server)}
                </span>
                <IconButton
                  size="sm"
                  label={`Change ${server.name}`}
                  icon={<Pencil />}
                  onClick={() => setEdited(server.name)}
                />
                <IconButton
                  size="sm"
                  label={`Remove ${server.name}`}
                  icon={<Trash2 />}
                  onClick={() => void onSave(servers.filter(({ name }) => name !== server.name))}
                />
              </div>
            )}
          </li>
        ))}
      </ul>
      {edited === '' ? (
        form(null)
      ) : (
        <div className="flex h-11 items-center gap-2 px-2.5">
          <span className="flex-1 text-sm text-subtle">{servers.length === 0 && 'No MCP servers'}</span>
          <Button size="sm" icon={<Plus className="size-3.5" />} onClick={() => setEdited('')}>
            Add server
          </Button>
        </div>
      )}
    </div>
  )
}

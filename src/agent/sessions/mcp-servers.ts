import type { McpServer as AcpServer } from '@agentclientprotocol/sdk'
import type { AgentCapabilities, McpServer } from '../../contracts/index.ts'

const pairs = (values: Readonly<Record<string, string>>): { name: string; value: string }[] =>
  Object.entries(values).map(([name, value]) => ({ name, value }))

const asAcp = (server: McpServer): AcpServer =>
  server.type === 'stdio'
    ? { name: server.name, command: server.command, args: server.args, env: pairs(server.env) }
    : { type: server.type, name: server.name, url: server.url, headers: pairs(server.headers) }

/** What an agent is told of, and what the user is told of what it is not. */
export interface McpServersForAgent {
  servers: AcpServer[]
  notices: string[]
}

/** The servers an agent can reach, as it is told of them, and a word on those it cannot. */
export function mcpServersFor(
  servers: readonly McpServer[],
  { mcpHttp, mcpSse }: Pick<AgentCapabilities, 'mcpHttp' | 'mcpSse'>,
  agentName: string,
): McpServersForAgent {
  const reaches = { stdio: true, http: mcpHttp, sse: mcpSse }
  const left = servers.filter(({ type }) => !reaches[type])
  return {
    servers: servers.filter(({ type }) => reaches[type]).map(asAcp),
    notices: left.map(
      ({ name, type }) =>
        `${agentName} cannot reach the MCP server ${name}: it does not support ${type === 'sse' ? 'SSE' : 'HTTP'}.`,
    ),
  }
}

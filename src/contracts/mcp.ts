import { z } from 'zod'
import { VariableName } from './variable-name.ts'

const name = z.string().trim().min(1, 'is empty').max(60)
const remote = {
  name,
  url: z.url({ protocol: /^https?$/, error: 'is not an http or https address' }).max(4096),
  /** Values are as secret as passwords. */
  headers: z.record(
    z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'is not a header name'),
    z
      .string()
      .max(32_768)
      .regex(/^[^\r\n\0]*$/, 'holds a line break'),
  ),
}

/** A server of tools that agents are told of, by the Model Context Protocol. */
export const McpServer = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('stdio'),
    name,
    command: z.string().trim().min(1, 'is empty').max(4096),
    args: z.array(z.string().max(4096)).max(64),
    /** Values are as secret as passwords. */
    env: z.record(VariableName, z.string().max(32_768)),
  }),
  z.object({ type: z.literal('http'), ...remote }),
  z.object({ type: z.literal('sse'), ...remote }),
])
export type McpServer = z.infer<typeof McpServer>

/** The MCP servers of one profile or project; names are unique, because agents tell servers apart by them. */
export const McpServers = z
  .array(McpServer)
  .max(50)
  .refine(
    (servers) => new Set(servers.map((server) => server.name)).size === servers.length,
    'two servers have the same name',
  )
export type McpServers = z.infer<typeof McpServers>

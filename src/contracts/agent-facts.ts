import { z } from 'zod'

/** What an agent said it can take, when it was started. */
export const AgentCapabilities = z.object({
  /** Images in a prompt. */
  image: z.boolean(),
  /** Contents of files in a prompt, beside links to them. */
  embeddedContext: z.boolean(),
  /** MCP servers reached over HTTP and over server-sent events; local programs every agent must take. */
  mcpHttp: z.boolean(),
  mcpSse: z.boolean(),
  /** It can go on with an earlier conversation. */
  load: z.boolean(),
})
export type AgentCapabilities = z.infer<typeof AgentCapabilities>

/** One of the agent's own ways to sign in. */
export const AuthMethod = z.object({
  id: z.string().max(200),
  name: z.string(),
  description: z.string().nullable(),
  /** The program in which the user signs in; null when the agent does all of it itself on being asked. */
  program: z
    .object({
      /** Null: the agent's own command, to which `args` are appended. */
      command: z.string().nullable(),
      args: z.array(z.string()),
      env: z.record(z.string(), z.string()),
    })
    .nullable(),
})
export type AuthMethod = z.infer<typeof AuthMethod>

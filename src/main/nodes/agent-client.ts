import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { ResponseValidationPlugin } from '@orpc/contract/plugins'
import type { WebSocket } from 'ws'
import { agentContract, jobTokenHeader, WorkspaceId, type AgentContract } from '../../contracts/index.ts'
import type { SignJob } from './job-tokens.ts'

export type AgentClient = ContractRouterClient<AgentContract>

function workspaceOf(path: readonly string[], input: unknown): WorkspaceId | undefined {
  const given = input as { workspaceId?: unknown; id?: unknown } | undefined
  // `workspace.create` names the workspace by the id it is to get.
  const id = path.join('.') === 'workspace.create' ? given?.id : given?.workspaceId
  const parsed = WorkspaceId.safeParse(id)
  return parsed.success ? parsed.data : undefined
}

/** A typed client of a node agent over an open socket. Each call carries its own job token; answers are checked. */
export function createAgentClient(socket: WebSocket, sign: SignJob): AgentClient {
  const link = new RPCLink({
    websocket: socket,
    headers: async (_options, path, input) => ({
      [jobTokenHeader]: await sign(path.join('.'), workspaceOf(path, input)),
    }),
    plugins: [new ResponseValidationPlugin(agentContract)],
  })
  return createORPCClient(link)
}

import { once } from 'node:events'
import type { WebSocket } from 'ws'
import { agentProtocol, Failure, toFailure, type LimitOverrides } from '../../contracts/index.ts'
import { createAgentClient, type AgentClient } from './agent-client.ts'
import type { SignJob } from './job-tokens.ts'
import type { Transport } from './transports/transport.ts'

export type Handshake = Awaited<ReturnType<AgentClient['handshake']>>

/** One socket to a node agent whose versions have been compared. */
export interface AgentConnection {
  client: AgentClient
  handshake: Handshake
  /** Aborts when the socket has closed. */
  closed: AbortSignal
  /** False from the moment that nothing more can be sent, which is somewhat before `closed`. */
  isOpen(): boolean
  close(): void
}

const unreachable = (cause: unknown): Failure =>
  new Failure('node_unreachable', `The node agent cannot be reached: ${toFailure(cause).message}`, { cause })

/** Connects and shakes hands. Throws `node_unreachable`, `agent_failed` or `agent_version_mismatch`. */
export async function connectAgent(
  transport: Transport,
  sign: SignJob,
  hello: { appVersion: string; limits: LimitOverrides },
  signal: AbortSignal,
): Promise<AgentConnection> {
  await transport.prepare(signal)
  // From here on the abort listener below stands for the signal; it does not fire for what has been.
  signal.throwIfAborted()
  const socket = transport.open('/rpc')
  const closed = new AbortController()
  // The close event follows an error and is what ends the connection; `once` reports the error while opening.
  socket.on('error', () => closed.abort())
  socket.on('close', () => closed.abort())
  const onAbort = (): void => socket.terminate()
  signal.addEventListener('abort', onAbort, { once: true })
  closed.signal.addEventListener('abort', () => signal.removeEventListener('abort', onAbort), { once: true })
  try {
    await opened(socket)
    const client = createAgentClient(socket, sign)
    const handshake = await client.handshake({ protocol: agentProtocol, ...hello })
    if (handshake.protocol !== agentProtocol) throw versionMismatch(handshake)
    return {
      client,
      handshake,
      closed: closed.signal,
      isOpen: () => socket.readyState === socket.OPEN,
      close: () => socket.terminate(),
    }
  } catch (error) {
    socket.terminate()
    const failure = toFailure(error)
    throw failure.code === 'internal' ? unreachable(error) : failure
  }
}

async function opened(socket: WebSocket): Promise<void> {
  if (socket.readyState === socket.OPEN) return
  await once(socket, 'open')
}

const versionMismatch = ({ protocol, agentVersion }: Handshake): Failure =>
  new Failure(
    'agent_version_mismatch',
    `The node agent ${agentVersion} speaks protocol ${protocol}, this app speaks ${agentProtocol}`,
    {
      hint: 'Run "switchyard stop --agent" and start again: the app then starts the agent it brings.',
      details: { agentProtocol: protocol, appProtocol: agentProtocol, agentVersion },
    },
  )

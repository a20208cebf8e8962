import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { WebSocket } from 'ws'
import type { AppContract, ControlPlaneAddress } from '../../../contracts/index.ts'

/** A control plane that runs already must answer within this. */
const answerLimitMs = 5_000

/** Asks a running control plane to stop; resolves when it has agreed. */
export async function askToStop(address: ControlPlaneAddress): Promise<void> {
  const socket = new WebSocket('ws://control-plane/rpc', {
    createConnection: () => connect(address.socket),
    headers: { authorization: `Bearer ${address.token}` },
    handshakeTimeout: answerLimitMs,
  })
  try {
    await once(socket, 'open')
    const link = new RPCLink({ websocket: socket })
    const client = createORPCClient<ContractRouterClient<AppContract>>(link)
    await client.stop.now({ agent: false }, { signal: AbortSignal.timeout(answerLimitMs) })
  } finally {
    socket.terminate()
  }
}

/** A fresh one-time browser address of a running control plane; null when it serves none. */
export async function askForOpenUrl(address: ControlPlaneAddress): Promise<string | null> {
  const asked = request({
    createConnection: () => connect(address.socket),
    path: '/open-url',
    headers: { authorization: `Bearer ${address.token}`, host: 'control-plane' },
    signal: AbortSignal.timeout(answerLimitMs),
  })
  asked.end()
  const [response] = (await once(asked, 'response')) as [AsyncIterable<Buffer>]
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  const { url } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { url: string | null }
  return url
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { client, methods, ndJsonStream, PROTOCOL_VERSION } from '@agentclientprotocol/sdk'

const program = join(import.meta.dirname, '../../../out/agent/runbook.js')

/** The same agent process as the app starts, spoken to with the SDK and nothing between. */
export interface DirectAgent {
  /** Milliseconds from the prompt to the first piece of text; returns when the turn is over. */
  firstToken(text: string): Promise<number>
  close(): Promise<void>
}

export async function startDirectAgent(cwd: string): Promise<DirectAgent> {
  const child = spawn(process.execPath, [program], { cwd, stdio: ['pipe', 'pipe', 'inherit'] })
  const stream = ndJsonStream(
    Writable.toWeb(child.stdin) as WritableStream<Uint8Array>,
    Readable.toWeb(child.stdout) as ReadableStream<Uint8Array>,
  )
  let heard: () => void = () => {}
  const connection = client({ name: 'bench' })
    .onNotification(methods.client.session.update, ({ params }) => {
      if (params.update.sessionUpdate === 'agent_message_chunk') heard()
    })
    .connect(stream)
  await connection.agent.request(methods.agent.initialize, {
    protocolVersion: PROTOCOL_VERSION,
    clientCapabilities: {},
  })
  const { sessionId } = await connection.agent.request(methods.agent.session.new, { cwd, mcpServers: [] })
  return {
    async firstToken(text) {
      const first = new Promise<number>((resolve) => (heard = () => resolve(performance.now())))
      const started = performance.now()
      const turn = connection.agent.request(methods.agent.session.prompt, {
        sessionId,
        prompt: [{ type: 'text', text }],
      })
      const taken = (await first) - started
      await turn
      return taken
    },
    async close() {
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      await exited
    },
  }
}

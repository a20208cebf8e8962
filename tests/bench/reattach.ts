import type { AppClient } from '../../src/cli/connect.ts'
import type { SessionEvent, SessionId } from '../../src/contracts/index.ts'
import { median, spread, type Bench } from './lib/bench.ts'
import { readMarks } from './lib/marks.ts'
import { streamingAgent } from './lib/streaming-profile.ts'
import { makeWorld } from './lib/world.ts'

const rounds = 9
const perSecond = 200
/** Longer than all rounds take. The agent ends with the daemon. */
const seconds = 120

const textOf = (event: SessionEvent): string => (event.type === 'delta' ? event.delta.text : '')

/** Resolves once a piece comes live that was sent after `since` (milliseconds since 1970). */
async function liveAgain(client: AppClient, sessionId: SessionId, since: number): Promise<void> {
  const stop = new AbortController()
  const events = await client.session.follow({ sessionId, after: null }, { signal: stop.signal })
  for await (const event of events) if (readMarks(textOf(event)).some(({ sentAt }) => sentAt > since)) break
  stop.abort()
}

/** From `kill -9` of the control plane, while an agent streams, to the stream at a client of the one started anew. */
export const reattach: Bench = {
  name: 'reattach',
  async run() {
    const world = await makeWorld()
    try {
      const { client } = world.connection
      await client.settings.set({ customAgents: [streamingAgent] })
      const { id } = await client.session.create({ workspace: world.workspace.id, agent: streamingAgent.id })
      const [daemon] = world.installation.pids('agent')
      await client.session.prompt({ sessionId: id, text: JSON.stringify({ seconds, perSecond }) })
      await liveAgain(client, id, Date.now())
      const samples: number[] = []
      for (let round = 0; round < rounds; round++) {
        const killedAt = Date.now()
        const started = performance.now()
        await world.installation.kill('serve')
        const connection = await world.installation.connect()
        await liveAgain(connection.client, id, killedAt)
        samples.push(performance.now() - started)
        connection.close()
      }
      if (world.installation.pids('agent')[0] !== daemon) throw new Error('the daemon was started anew')
      return [
        {
          what: 'From `kill -9` of the control plane to the live stream again',
          ours: spread(samples, 'ms'),
          against: '',
          value: median(samples),
          unit: 'ms',
          goal: { most: 500 },
        },
      ]
    } finally {
      await world.remove()
    }
  },
}

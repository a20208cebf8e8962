import type { AppClient } from '../../src/cli/connect.ts'
import type { SessionId } from '../../src/contracts/index.ts'
import { median, sideBySide, spread, type Bench } from './lib/bench.ts'
import { startDirectAgent } from './lib/direct-agent.ts'
import { makeWorld } from './lib/world.ts'

const rounds = 60
const text = 'Say these few words, and nothing else is to be done.'

/** Milliseconds from the prompt to the first piece of the agent's text at the client; returns after the turn. */
async function firstToken(client: AppClient, sessionId: SessionId): Promise<number> {
  const stop = new AbortController()
  const events = await client.session.follow({ sessionId, after: null }, { signal: stop.signal })
  let taken: number | undefined
  let started = 0
  let prompted: Promise<unknown> = Promise.resolve()
  for await (const event of events) {
    if (event.type === 'ready') {
      started = performance.now()
      // Text may come before the prompt's own answer, which waits for the journal.
      prompted = client.session.prompt({ sessionId, text })
    }
    const said =
      event.type === 'delta'
        ? event.delta.role === 'agent'
        : event.type === 'change' && event.change.type === 'item' && event.change.entity.kind === 'message'
          ? event.change.entity.role === 'agent'
          : false
    if (said) taken ??= performance.now() - started
    if (event.type === 'change' && event.change.type === 'turn' && event.change.entity.endedAt !== null) break
  }
  stop.abort()
  await prompted
  if (taken === undefined) throw new Error('the agent said nothing')
  return taken
}

/** What the daemon, the journal and the control plane add between a prompt and the agent's first words. */
export const firstTokenOverhead: Bench = {
  name: 'first-token',
  async run() {
    const world = await makeWorld()
    const direct = await startDirectAgent(world.repository)
    try {
      const { client } = world.connection
      const session = await client.session.create({ workspace: world.workspace.id, agent: 'runbook' })
      // The first turn starts the agent's process and session.
      await firstToken(client, session.id)
      await direct.firstToken(text)
      const samples = await sideBySide(
        rounds,
        () => firstToken(client, session.id),
        () => direct.firstToken(text),
      )
      return [
        {
          what: 'Prompt to first token',
          ours: spread(samples.ours, 'ms', 1),
          against: `ACP directly: ${spread(samples.theirs, 'ms', 1)}`,
          value: median(samples.ours) - median(samples.theirs),
          unit: 'ms more',
          goal: { most: 15 },
        },
      ]
    } finally {
      await direct.close()
      await world.remove()
    }
  },
}

import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Connection } from '../../../src/cli/connect.ts'
import {
  terminalTurnStatuses,
  toFailure,
  type SessionId,
  type TranscriptItem,
  type Turn,
  type TurnDetail,
  type TurnId,
} from '../../../src/contracts/index.ts'
import { Installation, makeRepository, seededRandom } from '../../hosts/switchyard/index.ts'

const kills = 50
const words = 240
const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 1_000_000)
const random = seededRandom(seed)

let installation: Installation
let connection: Connection
let sessionId: SessionId

beforeAll(async () => {
  installation = new Installation()
  const repository = await makeRepository(join(installation.folder, 'repo'), { 'a.txt': 'a\n' })
  connection = await installation.connect()
  const { client } = connection
  // A word each few milliseconds, so that a kill hits the middle of a stream.
  await client.settings.set({
    agentEnv: { runbook: { RUNBOOK_CHUNK_DELAY_MS: '2', RUNBOOK_CHUNK_WORDS: '1' } },
  })
  const project = await client.project.add({ path: repository })
  const workspace = await client.workspace.create({ project: project.id, branch: 'kill' })
  sessionId = (await client.session.create({ workspace: workspace.id, agent: 'runbook' })).id
})
afterAll(() => installation.remove())

const wordsOf = (turn: number): string[] =>
  Array.from({ length: words }, (_, index) => `w${turn}x${index + 1}`)

/** Numbers of the words of this turn in what the agent said, in order of appearance. */
function said(turn: TurnDetail, number: number): number[] {
  const text = turn.messages
    .filter((message) => message.role === 'agent')
    .map((message) => message.content)
    .join('')
  return [...text.matchAll(new RegExp(`w${number}x(\\d+)(?!\\d)`, 'g'))].map((match) => Number(match[1]))
}

const hasEnded = (turn: Turn): boolean => (terminalTurnStatuses as readonly string[]).includes(turn.status)

/** Waits until the agent has said `count` words of the turn, or it has ended. */
async function untilSaid(turnId: TurnId, number: number, count: number): Promise<void> {
  for (;;) {
    const turn = await connection.client.session.turn({ sessionId, turnId })
    if (said(turn, number).length >= count || hasEnded(turn)) return
  }
}

/** As a client does: asked again with the same key when the node agent was not there, it is the same turn. */
async function prompt(text: string): Promise<Turn> {
  const idempotencyKey = randomUUID()
  for (;;) {
    try {
      const prompted = await connection.client.session.prompt({ sessionId, text, idempotencyKey })
      if (prompted.kind === 'turn') return prompted.turn
      throw new Error('the message was queued')
    } catch (error) {
      if (toFailure(error).code !== 'node_unreachable') throw error
    }
  }
}

/** Waits for the turn's end over whatever restarts are needed. */
async function untilEnded(turnId: TurnId): Promise<TurnDetail> {
  for (;;) {
    const turn = await connection.client.session.turn({ sessionId, turnId })
    if (hasEnded(turn)) return turn
  }
}

it(
  `loses and doubles nothing over ${kills} kills of control plane and node agent during a streaming turn`,
  { timeout: 900_000 },
  async (context) => {
    await context.annotate(`seed ${seed}`)
    for (let number = 1; number <= kills; number++) {
      const text = wordsOf(number).join(' ')
      const turn = await prompt(text)
      await untilSaid(turn.id, number, Math.floor(random() * words * 0.8))
      const victim = random() < 0.5 ? 'serve' : 'agent'
      await installation.kill(victim)
      if (victim === 'serve') connection = await installation.connect()
      const ended = await untilEnded(turn.id)
      const heard = said(ended, number)
      const what = `turn ${number} after killing ${victim} (seed ${seed}): ${ended.status}`
      expect(ended.status, what).toBeOneOf(victim === 'serve' ? ['succeeded'] : ['succeeded', 'interrupted'])
      expect(heard, what).toEqual(Array.from({ length: heard.length }, (_, index) => index + 1))
      if (ended.status === 'succeeded') expect(heard.length, what).toBe(words)
      expect(
        ended.messages.filter((message) => message.role === 'user'),
        what,
      ).toMatchObject([{ content: text }])
      expect(
        ended.messages.every((message) => message.complete),
        what,
      ).toBe(true)
    }
    const session = await connection.client.session.show({ sessionId })
    expect(session.turns.map((turn) => turn.ordinal)).toEqual(
      Array.from({ length: kills }, (_, index) => index + 1),
    )
    expect(session.turns.every(hasEnded)).toBe(true)
    await expectSamePictures()
  },
)

/** Control plane and node agent hold the same items, in the same places, at the same revisions. */
async function expectSamePictures(): Promise<void> {
  const read = (file: string): TranscriptItem[] => {
    const database = new Database(file, { readonly: true })
    try {
      const rows = database.prepare('SELECT entity FROM items ORDER BY position').all() as {
        entity: string
      }[]
      return rows.map((row) => JSON.parse(row.entity) as TranscriptItem)
    } finally {
      database.close()
    }
  }
  const agent = read(installation.home.agent.database)
  await expect.poll(() => read(installation.home.appDatabase)).toEqual(agent)
  expect(new Set(agent.map((item) => item.position)).size).toBe(agent.length)
}

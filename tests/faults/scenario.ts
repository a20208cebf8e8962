import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import {
  terminalTurnStatuses,
  toFailure,
  type ApprovalId,
  type SessionId,
  type TranscriptItem,
  type Turn,
  type TurnDetail,
  type TurnId,
  type Workspace,
} from '../../src/contracts/index.ts'
import { checkInvariants, checkNothingRuns, type Picture } from './invariants.ts'
import { victims, World } from './world.ts'

/** How much the agent says in a turn, a word each few milliseconds, so that a kill hits the middle of it. */
const words = 60
const longestDelayMs = 300
const prompts = 2

const hasEnded = (turn: Turn): boolean => (terminalTurnStatuses as readonly string[]).includes(turn.status)

/**
 * One seeded run: a workspace, a session and some prompts, in each of which something is killed at a random moment;
 * then everything is told to end. Replay it with `FAULT_SEED=<seed> npm run test:faults`.
 */
export async function killRun(seed: number): Promise<void> {
  const world = new World(seed)
  const what = `seed ${seed}`
  try {
    await world.prepare()
    const workspace = await makeWorkspace(world)
    const session = await underFire(world, () => {
      const idempotencyKey = randomUUID()
      return world.call((client) =>
        client.session.create({ workspace: workspace.id, agent: 'scripted', idempotencyKey }),
      )
    })
    const sent: string[] = []
    for (let number = 1; number <= prompts; number++)
      sent.push(...(await promptUnderFire(world, session.id, number, what)))
    const picture = await checkInvariants(world.installation, what)
    checkPrompts(picture, session.id, sent, what)
    await endUnderFire(world, workspace, session.id, what)
  } finally {
    await world.remove()
  }
}

/** Does `work` while a random victim is killed at a random moment. */
async function underFire<Value>(world: World, work: () => Promise<Value>): Promise<Value> {
  const killed = world.kill(world.pick(victims), world.random() * longestDelayMs)
  const [value] = await Promise.all([work(), killed])
  return value
}

/** All or nothing: what a kill leaves is a workspace that works, or one in `error` of which nothing is left. */
async function makeWorkspace(world: World): Promise<Workspace> {
  for (let attempt = 1; ; attempt++) {
    const idempotencyKey = randomUUID()
    const branch = `run-${attempt}`
    const create = (): Promise<Workspace> =>
      world.call((client) => client.workspace.create({ project: 'repo', branch, idempotencyKey }))
    const made = await (attempt === 1 ? underFire(world, create) : create()).catch((error: unknown) => {
      if (toFailure(error).code === 'worktree_failed') return null
      throw error
    })
    // The answer may be older than the kill: what counts is what has come of it.
    const now = made && (await settled(world, made))
    if (now?.status === 'running') return now
  }
}

async function settled(world: World, made: Workspace): Promise<Workspace> {
  for (;;) {
    await world.call((client) => client.agent.list({ refresh: true }))
    const now = await world.call((client) => client.workspace.show({ workspace: made.id }))
    if (now.status !== 'creating' && now.status !== 'pending') return now
  }
}

/** Sends a prompt, and often a second one behind it, answers what is asked, under fire; returns their texts. */
async function promptUnderFire(
  world: World,
  sessionId: SessionId,
  number: number,
  what: string,
): Promise<string[]> {
  const texts = [promptText(world, `${number}a`)]
  if (world.random() < 0.5) texts.push(promptText(world, `${number}b`))
  const ended = await underFire(world, async () => {
    const turnIds: TurnId[] = []
    for (const text of texts) turnIds.push(await prompt(world, sessionId, text))
    const turns: TurnDetail[] = []
    for (const turnId of turnIds) turns.push(await untilEnded(world, sessionId, turnId))
    return turns
  })
  for (const turn of ended) {
    const heard = numbersSaid(turn)
    const label = `${what}, prompt ${number}: ${turn.status}`
    expect(turn.status, label).toBeOneOf(['succeeded', 'interrupted', 'failed'])
    expect(heard, label).toEqual(heard.map((_, index) => index))
    if (turn.status === 'succeeded') expect(heard.length, label).toBe(words)
  }
  return texts
}

const promptText = (world: World, name: string): string =>
  JSON.stringify([
    ['say', `p${name} `],
    ...(world.random() < 0.4 ? [['child', world.pick(['escape', 'group'])]] : []),
    ...(world.random() < 0.5
      ? [['ask', { toolCallId: `call-${name}`, title: 'Write a file', kind: 'edit' }]]
      : []),
    ['say', '; '],
    ['stream', words, 4],
  ])

/**
 * As a client does: asked again with the same key it is the same turn, or the same waiting message. Returns the id
 * of the turn that it is or will be.
 */
async function prompt(world: World, sessionId: SessionId, text: string): Promise<TurnId> {
  const idempotencyKey = randomUUID()
  const prompted = await world.call((client) => client.session.prompt({ sessionId, text, idempotencyKey }))
  if (prompted.kind === 'typed') throw new Error('the session is in a terminal')
  return prompted.kind === 'turn' ? prompted.turn.id : prompted.message.turnId
}

/** Null while its message still waits in the queue. */
async function readTurn(world: World, sessionId: SessionId, turnId: TurnId): Promise<TurnDetail | null> {
  const { turns } = await world.call((client) => client.session.show({ sessionId }))
  if (!turns.some(({ id }) => id === turnId)) return null
  return world.call((client) => client.session.turn({ sessionId, turnId }))
}

/** Sends on what a failure held back, and allows whatever waits, twice: the second answer tells the first outcome. */
async function untilEnded(world: World, sessionId: SessionId, turnId: TurnId): Promise<TurnDetail> {
  for (;;) {
    const waiting = await world.call((client) => client.queue.list({ sessionId }))
    if (waiting.some(({ status }) => status === 'held'))
      await world.call((client) => client.queue.resume({ sessionId }))
    const turn = await readTurn(world, sessionId, turnId)
    if (turn && hasEnded(turn)) return turn
    const asked = await world.call((client) => client.approval.list({}))
    for (const { id } of asked.filter((approval) => approval.turnId === turnId)) {
      const first = await answer(world, id)
      const second = await answer(world, id)
      if (first && second) expect(second.status).toBe(first.status)
    }
  }
}

/** Null when nobody waits for it any more. */
async function answer(world: World, approvalId: ApprovalId) {
  try {
    return await world.call((client) => client.approval.answer({ approvalId, option: 'allow_once' }))
  } catch (error) {
    if (toFailure(error).code === 'approval_not_pending') return null
    throw error
  }
}

/** What the agent counted, in order of appearance. */
function numbersSaid(turn: TurnDetail): number[] {
  const said = turn.messages
    .filter((message) => message.role === 'agent')
    .map((message) => message.content)
    .join('')
  const counted = said.split(/; ?/).at(-1) ?? ''
  return said.includes(';') ? (counted.match(/\d+/g) ?? []).map(Number) : []
}

/** Every prompt that was taken is in the transcript once, in the order it was sent. */
function checkPrompts({ items }: Picture, sessionId: SessionId, sent: readonly string[], what: string): void {
  const users = items
    .filter((item): item is Extract<TranscriptItem, { kind: 'message' }> => item.kind === 'message')
    .filter((item) => item.sessionId === sessionId && item.role === 'user')
    .toSorted((a, b) => a.position - b.position)
  expect(
    users.map(({ content }) => content),
    `${what}: every prompt once, in order`,
  ).toEqual(sent)
}

/** Ends session, workspace or the node agent, again under fire, and looks at what is left. */
async function endUnderFire(
  world: World,
  { id }: Workspace,
  sessionId: SessionId,
  what: string,
): Promise<void> {
  const ends = {
    'stop the session': () => world.call((client) => client.session.stop({ sessionId })),
    'stop the workspace': () => world.call((client) => client.workspace.stop({ workspace: id })),
    'delete the workspace': () =>
      world
        .call((client) => client.workspace.delete({ workspace: id }))
        .catch((error: unknown) => {
          // Interrupted, it says so and is asked for again; gone, it is not found.
          if (!['worktree_failed', 'workspace_not_found'].includes(toFailure(error).code)) throw error
          return world.call((client) => client.workspace.list({}))
        }),
    nothing: () => Promise.resolve(),
  }
  const name = world.pick(Object.keys(ends) as (keyof typeof ends)[])
  await underFire(world, async () => void (await ends[name]()))
  await world.call((client) => client.agent.list({ refresh: true }))
  const label = `${what}, ${name}`
  const picture = await checkInvariants(world.installation, label)
  await world.call((client) => client.stop.now({ agent: true }))
  await world.installation.stopAll()
  checkNothingRuns(world.installation, picture, label)
}

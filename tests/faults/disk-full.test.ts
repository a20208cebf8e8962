import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, type TestContext } from 'vitest'
import type { AppClient } from '../../src/cli/connect.ts'
import { toFailure, type FailureShape, type SessionId, type TurnDetail } from '../../src/contracts/index.ts'
import { Installation, makeRepository } from '../hosts/switchyard/index.ts'
import { checkInvariants, checkNothingRuns } from './invariants.ts'
import { markedProcesses } from './processes.ts'
import { SmallDisk } from './small-disk.ts'
import { scriptedProfile } from './world.ts'

const mebibyte = 1024 * 1024
let installation: Installation
let disks: SmallDisk[]

beforeEach(() => {
  installation = new Installation({
    SWITCHYARD_RECONNECT_FIRST_MS: '20',
    SWITCHYARD_RECONNECT_MAX_MS: '200',
  })
  disks = []
})
afterEach(async () => {
  await installation.stopAll()
  for (const disk of disks.toReversed()) disk.unmount()
  await installation.remove()
})

function mount(context: TestContext, folder: string, bytes: number): SmallDisk {
  const disk = SmallDisk.mount(folder, bytes) ?? context.skip('needs the right to mount a file system')
  disks.push(disk)
  return disk
}

interface Work {
  client: AppClient
  sessionId: SessionId
}

/** A session with one turn behind it. */
async function begin(): Promise<Work> {
  const repository = await makeRepository(join(installation.folder, 'repo'), { 'a.txt': 'a\n' })
  const { client } = await installation.connect()
  await client.settings.set({ customAgents: [scriptedProfile] })
  await client.project.add({ path: repository, name: 'repo' })
  const workspace = await client.workspace.create({ project: 'repo', branch: 'one' })
  const { id } = await client.session.create({ workspace: workspace.id, agent: 'scripted' })
  const work = { client, sessionId: id }
  expect(await play(work, [['say', 'before']])).toMatchObject({ status: 'succeeded' })
  return work
}

async function prompt({ client, sessionId }: Work, steps: unknown[]): Promise<TurnDetail['id']> {
  const prompted = await client.session.prompt({ sessionId, text: JSON.stringify(steps) })
  if (prompted.kind === 'turn') return prompted.turn.id
  if (prompted.kind === 'queued') return prompted.message.turnId
  throw new Error('the prompt was typed into a terminal')
}

const turnOf = ({ client, sessionId }: Work, turnId: TurnDetail['id']): Promise<TurnDetail> =>
  client.session.turn({ sessionId, turnId })

async function untilEnded(work: Work, turnId: TurnDetail['id']): Promise<TurnDetail> {
  let turn = await turnOf(work, turnId)
  await expect
    .poll(async () => (turn = await turnOf(work, turnId)).status, { timeout: 60_000, interval: 50 })
    .not.toBe('running')
  return turn
}

const play = async (work: Work, steps: unknown[]): Promise<TurnDetail> =>
  untilEnded(work, await prompt(work, steps))

/** After a second's words, more than a write-ahead log holds before it must grow, in so many tool calls. */
const calls = 150
const much = [
  ['stream', 200, 5],
  [
    'repeat',
    calls,
    {
      sessionUpdate: 'tool_call',
      toolCallId: 'call-#',
      title: 'Read',
      kind: 'read',
      status: 'completed',
      rawOutput: { text: 'x'.repeat(40_000) },
    },
  ],
]

const failureOf = (work: Promise<unknown>): Promise<FailureShape | null> =>
  work.then(
    () => null,
    (error: unknown) => toFailure(error).toJSON(),
  )

/** Everything is as if nothing had been: sound, equal on both sides, and taking work. */
async function goesOn(work: Work, what: string): Promise<void> {
  expect(await play(work, [['say', 'after']])).toMatchObject({
    status: 'succeeded',
    messages: [{ role: 'user' }, { content: 'after' }],
  })
  const picture = await checkInvariants(installation, what)
  expect(picture.items.filter((item) => item.kind === 'message' && item.content === 'before')).toHaveLength(1)
  await work.client.stop.now({ agent: true })
  await installation.stopAll()
  checkNothingRuns(installation, picture, what)
}

it("the node agent's disk full in the middle of a turn: said clearly, nothing broken, on when there is room", async (context) => {
  const disk = mount(context, installation.home.agent.root, 48 * mebibyte)
  const work = await begin()
  const turnId = await prompt(work, much)
  disk.fill()
  // Small things may still find room in a page that is there; large ones do not.
  const long = 'y'.repeat(150_000)
  await expect
    .poll(() => failureOf(prompt(work, [['say', long]])), { timeout: 30_000 })
    .toMatchObject({
      code: 'disk_full',
      message: expect.stringContaining(installation.home.agent.database),
      hint: expect.stringContaining('Free some space'),
    })
  // An agent whose words cannot be kept is not let talk on.
  const talking = () => markedProcesses().filter(({ session }) => session === work.sessionId)
  await expect.poll(talking, { timeout: 30_000 }).toEqual([])
  disk.free()
  expect(await untilEnded(work, turnId)).toMatchObject({ status: 'failed', error: { code: 'disk_full' } })
  await goesOn(work, 'disk of the node agent')
})

it("the control plane's disk full while an agent works: the agent works on, the picture is whole afterwards", async (context) => {
  const { home } = installation
  const disk = mount(context, home.root, 24 * mebibyte)
  mount(context, home.agent.root, 256 * mebibyte)
  mount(context, home.worktrees, 64 * mebibyte)
  const work = await begin()
  const turnId = await prompt(work, much)
  disk.fill()
  const settings = () =>
    failureOf(
      work.client.settings.set({ customAgents: [{ ...scriptedProfile, env: { Z: 'z'.repeat(30_000) } }] }),
    )
  await expect.poll(settings, { timeout: 30_000 }).toMatchObject({
    code: 'disk_full',
    message: expect.stringContaining(home.appDatabase),
    hint: expect.stringContaining('Free some space'),
  })
  disk.free()
  const turn = await untilEnded(work, turnId)
  expect(turn.status).toBe('succeeded')
  expect(turn.toolCalls).toHaveLength(calls)
  await goesOn(work, 'disk of the control plane')
})

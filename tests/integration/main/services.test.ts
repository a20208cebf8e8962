import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../../src/base/index.ts'
import { toFailure, type Project, type Workspace } from '../../../src/contracts/index.ts'
import type { ControlPlane } from '../../../src/main/control-plane.ts'
import { Store } from '../../../src/main/store/index.ts'
import { approval, Bench, turnOf } from '../../hosts/agent/index.ts'

let bench: Bench
let controlPlane: ControlPlane
let client: ControlPlane['client']
beforeEach(async () => {
  bench = new Bench()
  await bench.agent.start()
  controlPlane = await bench.start()
  client = controlPlane.client
})
afterEach(() => bench.close())

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => toFailure(error),
  )
const add = (name = 'demo'): Promise<Project> => client.project.add({ path: `/repos/${name}` })
const create = async (branch = 'b', name?: string): Promise<Workspace> =>
  client.workspace.create({ project: (await client.project.list())[0]!.id, branch, name })
const callsOf = (op: string) => bench.agent.calls.filter((call) => call.op === op)

describe('projects', () => {
  it('passes on why a folder cannot be one', async () => {
    expect(await failureOf(client.project.add({ path: '/nowhere' }))).toMatchObject({
      code: 'not_a_repository',
    })
    expect(await client.project.list()).toEqual([])
  })
  it('refuses a repository twice, naming the project that has it', async () => {
    const first = await add()
    expect(await failureOf(client.project.add({ path: '/repos/demo', name: 'again' }))).toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('"demo"'),
      details: { projectId: first.id },
    })
  })
  it('numbers a name that is taken without regard to case', async () => {
    await client.project.add({ path: '/repos/a', name: 'Demo' })
    const second = await client.project.add({ path: '/repos/b', name: 'demo' })
    expect(second.name).toBe('demo (2)')
    expect((await client.project.rename({ projectId: second.id, name: 'DEMO' })).name).toBe('DEMO (2)')
  })
  it('keeps its own name on renaming to it in other letters', async () => {
    const project = await add()
    expect((await client.project.rename({ projectId: project.id, name: 'Demo' })).name).toBe('Demo')
  })
  it('is not removed while it has workspaces', async () => {
    const project = await add()
    const workspace = await create()
    expect(await failureOf(client.project.remove({ project: 'demo' }))).toMatchObject({
      code: 'invalid_transition',
    })
    await client.workspace.delete({ workspace: workspace.id })
    expect(await client.project.remove({ project: 'demo' })).toMatchObject({ id: project.id })
    expect(await client.project.list()).toEqual([])
  })
})

describe('workspaces', () => {
  it('proposes a branch that is free', async () => {
    const project = await add()
    await create('fix-login')
    expect(await client.workspace.propose({ projectId: project.id, prompt: 'fix the login' })).toEqual({
      branch: 'fix-login-2',
      name: 'fix the login',
    })
  })
  it('puts the branch prefix of the settings in front', async () => {
    await client.settings.set({ branchPrefix: 'me/' })
    const project = await add()
    const { branch } = await client.workspace.propose({ projectId: project.id, prompt: 'fix it' })
    expect(branch).toMatch(/^me\/fix/)
  })
  it('is found by name, and refuses an ambiguous one listing the ids', async () => {
    await add()
    const one = await create('b1', 'same')
    expect(await client.workspace.show({ workspace: 'SAME' })).toEqual(one)
    const two = await create('b2', 'same')
    const failure = await failureOf(client.workspace.show({ workspace: 'same' }))
    expect(failure).toMatchObject({ code: 'invalid_input', details: { candidates: [one.id, two.id] } })
  })
  it('disappears when deleted', async () => {
    await add()
    const one = await create()
    expect(await client.workspace.delete({ workspace: one.id })).toMatchObject({ status: 'deleted' })
    expect(await failureOf(client.workspace.show({ workspace: one.id }))).toMatchObject({
      code: 'workspace_not_found',
    })
    expect((await client.snapshot()).workspaces).toEqual([])
  })
})

describe('sessions', () => {
  beforeEach(async () => void (await add()))

  it('refuses an unknown agent, listing the known ones', async () => {
    const workspace = await create()
    const failure = await failureOf(client.session.create({ workspace: workspace.id, agent: 'nope' }))
    expect(failure).toMatchObject({ code: 'agent_unavailable', hint: expect.stringContaining('runbook') })
    expect(callsOf('session.create')).toEqual([])
  })
  it("starts the user's own agent with the variables of the settings", async () => {
    const own = {
      id: 'own',
      name: 'Own',
      command: 'own-acp',
      args: [],
      env: { A: '1', B: '1' },
      versionArgs: null,
      install: null,
      homepage: null,
    }
    await client.settings.set({ customAgents: [own], agentEnv: { own: { B: '2' } }, defaultAgent: 'own' })
    const workspace = await create()
    await client.session.create({ workspace: workspace.id, agent: 'own' })
    expect(callsOf('session.create')).toMatchObject([
      { input: { profile: { id: 'own', env: { A: '1', B: '2' } } } },
    ])
  })
  it('refuses a prompt over the limit without asking the agent', async () => {
    const workspace = await create()
    const session = await client.session.create({ workspace: workspace.id })
    const text = 'x'.repeat(10 * 1024 * 1024)
    expect(await failureOf(bench.client().session.prompt({ sessionId: session.id, text }))).toMatchObject({
      code: 'limit_reached',
    })
    expect(callsOf('session.prompt')).toEqual([])
  })
  it('is unseen from the end of a turn until somebody has looked', async () => {
    const workspace = await create()
    const session = await client.session.create({ workspace: workspace.id })
    const turn = turnOf(await client.session.prompt({ sessionId: session.id, text: 'hi' }))
    const { unseen: _unseen, ...now } = await client.session.cancel({ sessionId: session.id })
    const ended = { id: turn.id, status: 'succeeded' as const, endedAt: 5 }
    bench.agent.append({ type: 'session', entity: { ...now, lastTurn: ended, revision: now.revision + 1 } })
    await client.workspace.rename({ workspace: workspace.id, name: 'applied' })
    expect((await client.session.list({}))[0]).toMatchObject({ unseen: true })
    expect(await client.session.markSeen({ sessionId: session.id })).toMatchObject({ unseen: false })
    expect((await client.snapshot()).sessions).toMatchObject([{ unseen: false }])
  })
  it('pages its transcript backwards by position', async () => {
    const workspace = await create()
    const { id: sessionId } = await client.session.create({ workspace: workspace.id })
    for (const text of ['a', 'b', 'c']) await client.session.prompt({ sessionId, text })
    const last = await client.session.items({ sessionId, before: null, limit: 2 })
    expect(last).toMatchObject({ more: true, items: [{ content: 'b' }, { content: 'c' }] })
    const first = await client.session.items({ sessionId, before: last.items[0]!.position, limit: 2 })
    expect(first).toMatchObject({ more: false, items: [{ content: 'a' }], turns: [{ ordinal: 1 }] })
  })
  it('lists pending approvals and answers them once', async () => {
    const workspace = await create()
    const session = await client.session.create({ workspace: workspace.id })
    const turn = turnOf(await client.session.prompt({ sessionId: session.id, text: 'hi' }))
    const asked = approval({
      sessionId: session.id,
      turnId: turn.id,
      position: 99,
      workspaceId: workspace.id,
    })
    bench.agent.append({ type: 'item', entity: asked })
    await client.workspace.rename({ workspace: workspace.id, name: 'applied' })
    expect((await client.snapshot()).approvals).toEqual([asked])
    const answered = await client.approval.answer({ approvalId: asked.id, option: 'allow_once' })
    expect(answered).toMatchObject({ status: 'approved', chosenOption: 'allow_once', first: true })
    const late = await client.approval.answer({ approvalId: asked.id, option: 'reject_once', from: 'cli' })
    expect(late).toEqual({ ...answered, first: false })
    expect([
      (await client.approval.list({})).length,
      (await client.approval.list({ all: true })).length,
    ]).toEqual([0, 1])
  })
})

describe('a retry with the same key', () => {
  const key = 'the-same-key'
  it('returns the first result', async () => {
    const project = await client.project.add({ path: '/repos/demo', idempotencyKey: key })
    expect(await client.project.add({ path: '/repos/demo', idempotencyKey: key })).toEqual(project)
    const input = { project: project.id, prompt: 'do it', idempotencyKey: key }
    const workspace = await client.workspace.create(input)
    expect(await client.workspace.create(input)).toEqual(workspace)
    const session = await client.session.create({ workspace: workspace.id, idempotencyKey: key })
    expect((await client.session.create({ workspace: workspace.id, idempotencyKey: key })).id).toBe(
      session.id,
    )
    const prompt = { sessionId: session.id, text: 'x', idempotencyKey: key }
    const turn = await client.session.prompt(prompt)
    expect(await client.session.prompt(prompt)).toEqual(turn)
    const terminal = { workspace: workspace.id, idempotencyKey: key }
    expect((await client.terminal.create(terminal)).id).toBe((await client.terminal.create(terminal)).id)
    for (const op of ['workspace.create', 'session.create', 'session.prompt', 'terminal.create'])
      expect(callsOf(op), op).toHaveLength(1)
  })
  it('asks for the same id after a crash in the middle of the first try', async () => {
    const project = await add()
    const input = { project: project.id, branch: 'b', idempotencyKey: key }
    // The answer is lost with the control plane; the agent has made the workspace.
    const lost = failureOf(client.workspace.create(input))
    await expect.poll(() => callsOf('workspace.create').length).toBe(1)
    bench.agent.drop()
    await lost
    await controlPlane.close()
    const { client: next } = await bench.start()
    const workspace = await next.workspace.create(input)
    const ids = new Set(callsOf('workspace.create').map((call) => (call.input as { id: string }).id))
    expect([...ids]).toEqual([workspace.id])
    expect(await next.workspace.list({})).toHaveLength(1)
  })
})

describe('settings', () => {
  it('refuses profiles that contradict each other', async () => {
    const own = {
      id: 'runbook',
      name: 'X',
      command: 'x',
      args: [],
      env: {},
      versionArgs: null,
      install: null,
      homepage: null,
    }
    for (const patch of [
      { customAgents: [own] },
      {
        customAgents: [
          { ...own, id: 'a' },
          { ...own, id: 'a' },
        ],
      },
      { customAgents: [{ ...own, id: 'a', command: ' ' }] },
      { defaultAgent: 'nope' },
    ])
      expect(await failureOf(client.settings.set(patch))).toMatchObject({ code: 'invalid_input' })
    expect((await client.settings.get()).customAgents).toEqual([])
  })
  it('says that limits apply after a restart', async () => {
    await client.settings.set({ limits: { promptBytes: 10 } })
    const [event] = await client.events.list({ workspaceId: null, limit: 1 })
    expect(event).toMatchObject({
      type: 'settings.limits',
      message: expect.stringContaining('started again'),
    })
  })
  it('refuses unknown keys with the path', async () => {
    expect(await failureOf(client.settings.set({ nope: 1 } as never))).toMatchObject({
      code: 'invalid_input',
    })
  })
})

it('writes who did what, on which node, when, and how it ended', async () => {
  const project = await add()
  await failureOf(client.project.add({ path: '/nowhere' }))
  const workspace = await create()
  await controlPlane.close()
  const store = new Store(bench.home.appDatabase, () => {})
  const rows = store.read.audit.list(10).toReversed()
  store.close()
  expect(rows).toMatchObject([
    { who: 'tester', what: 'project.add', outcome: 'ok', target: project.id, nodeId: bench.agent.nodeId },
    { who: 'tester', what: 'project.add', outcome: 'not_a_repository', target: null },
    { who: 'tester', what: 'workspace.create', outcome: 'ok', target: workspace.id },
  ])
  expect(rows.every(({ at, settledAt }) => at > 0 && settledAt !== null)).toBe(true)
})

it('answers bad input with the path of the field', async () => {
  const failure = await failureOf(client.session.show({ sessionId: 'x' as never }))
  expect(failure).toMatchObject({ code: 'invalid_input', message: expect.stringMatching(/^sessionId: /) })
  expect(await failureOf(client.session.show({ sessionId: newId('session') }))).toMatchObject({
    code: 'session_not_found',
  })
})

import { afterEach, beforeEach, expect, it } from 'vitest'
import { toFailure } from '../../../src/contracts/index.ts'
import { Bench, turnOf } from '../../hosts/agent/index.ts'

let bench: Bench
beforeEach(() => void (bench = new Bench()))
afterEach(() => bench.close())

it('answers the snapshot over the local socket', async () => {
  await bench.start()
  await bench.agent.start()
  const snapshot = await bench.client().snapshot()
  expect(snapshot).toMatchObject({ projects: [], workspaces: [], settings: { theme: 'system' } })
  expect(snapshot.nodes).toMatchObject([{ kind: 'local', name: 'bench', status: 'running' }])
})

it('carries a repository to a prompt, each answer finding the picture already changed', async () => {
  await bench.start()
  await bench.agent.start()
  const client = bench.client()
  const project = await client.project.add({ path: '/repos/demo' })
  expect(project).toMatchObject({
    name: 'demo',
    defaultAgent: 'runbook',
    repositories: [{ path: '/repos/demo' }],
  })
  const workspace = await client.workspace.create({
    project: 'demo',
    prompt: 'Fix the login timeout, please',
  })
  expect(workspace).toMatchObject({ branch: 'fix-login-timeout', name: 'Fix the login timeout, please' })
  const session = await client.session.create({ workspace: workspace.id })
  const turn = turnOf(await client.session.prompt({ sessionId: session.id, text: 'hello' }))
  const snapshot = await client.snapshot()
  expect(snapshot.workspaces).toEqual([workspace])
  expect(snapshot.sessions).toMatchObject([{ id: session.id, status: 'running', unseen: false }])
  const shown = await client.session.show({ sessionId: session.id })
  expect(shown.turns).toMatchObject([{ id: turn.id, messages: [{ role: 'user', content: 'hello' }] }])
  const page = await client.session.items({ sessionId: session.id, before: null, limit: 10 })
  expect(page).toMatchObject({ more: false, turns: [{ id: turn.id }], items: [{ content: 'hello' }] })
})

it('says node_unreachable with a hint while the agent cannot be reached', async () => {
  await bench.start()
  const failure = await bench
    .client()
    .repository.inspect({ path: '/repos/demo' })
    .then(
      () => null,
      (error: unknown) => toFailure(error),
    )
  expect(failure).toMatchObject({ code: 'agent_failed', hint: expect.stringContaining('agent-output.log') })
})

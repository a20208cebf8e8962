import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toFailure, type Workspace } from '../../../src/contracts/index.ts'
import type { ControlPlane } from '../../../src/main/control-plane.ts'
import { Bench } from '../../hosts/agent/index.ts'

/** The control plane with the built node agent (`out/agent`) as a process of its own. */
const bundle = resolve(import.meta.dirname, '../../../out/agent/main.js')
const agent = { command: process.execPath, args: [bundle, 'serve'], env: {} }
const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], SWITCHYARD_RECONNECT_FIRST_MS: '20' }

let bench: Bench
let controlPlane: ControlPlane
beforeEach(async () => {
  bench = new Bench()
  controlPlane = await bench.start({ agent, env })
})
afterEach(async () => {
  await controlPlane.client.stop.now({ agent: true })
  await bench.close()
})

function makeRepository(): string {
  const path = join(bench.folder, 'repo')
  mkdirSync(path)
  const git = (...args: string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...args], { cwd: path })
  git('init', '-q', '-b', 'main')
  writeFileSync(join(path, 'a.txt'), 'a\n')
  git('add', '.')
  git('commit', '-qm', 'first')
  return path
}

const create = async (): Promise<Workspace> => {
  const project = await controlPlane.client.project.add({ path: makeRepository() })
  return controlPlane.client.workspace.create({ project: project.id, prompt: 'Try it' })
}

/** Process id of the daemon, as it says in its log when it starts to serve. */
function daemons(): number[] {
  const lines = readFileSync(bench.home.agent.log, 'utf8').trim().split('\n')
  return lines
    .map((line) => JSON.parse(line) as { pid: number; msg: string })
    .flatMap(({ pid, msg }) => (msg.includes('serves') ? [pid] : []))
}

describe('with the built node agent', () => {
  it('starts it, makes a worktree through it, and shows it at once', async () => {
    const workspace = await create()
    expect(workspace).toMatchObject({ status: 'running', branch: 'try' })
    const snapshot = await controlPlane.client.snapshot()
    expect(snapshot.workspaces).toEqual([workspace])
    expect(snapshot.nodes).toMatchObject([{ link: 'connected', health: 'healthy' }])
  })

  it('starts it again after it was killed, and loses nothing', async () => {
    const workspace = await create()
    const [pid] = daemons()
    process.kill(pid as number, 'SIGKILL')
    await expect.poll(() => daemons().length, { timeout: 20_000 }).toBe(2)
    expect(await controlPlane.client.git.diff({ workspace: workspace.id })).toMatchObject([{ files: [] }])
    expect(await controlPlane.client.workspace.list({})).toMatchObject([
      { id: workspace.id, status: 'running' },
    ])
  })

  it('finds the running one again after its own restart', async () => {
    const workspace = await create()
    await controlPlane.close()
    controlPlane = await bench.start({ agent, env })
    expect(await controlPlane.client.git.diff({ workspace: workspace.id })).toHaveLength(1)
    expect(daemons()).toHaveLength(1)
  })
})

it('says why a node agent does not start', async () => {
  await controlPlane.client.stop.now({ agent: true })
  await controlPlane.close()
  const broken = {
    command: process.execPath,
    args: ['-e', 'console.error("no such disk"); process.exit(7)'],
    env: {},
  }
  controlPlane = await bench.start({ agent: broken, env })
  const failure = await controlPlane.client.repository.browse({ path: null }).then(
    () => null,
    (error: unknown) => toFailure(error),
  )
  expect(failure).toMatchObject({
    code: 'agent_failed',
    details: { output: expect.stringContaining('no such disk') },
  })
})

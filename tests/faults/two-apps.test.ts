import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Installation, makeRepository, processesOf, programs } from '../hosts/switchyard/index.ts'
import { checkInvariants } from './invariants.ts'

let installation: Installation
beforeEach(() => void (installation = new Installation()))
afterEach(() => installation.remove())

interface Started {
  /** Its first line, once it serves; else its exit status and what it said. */
  outcome: { url: string } | { code: number | null; stderr: string }
}

/** An app on the home: serves, or ends. It is ended with the installation. */
function startApp(): Promise<Started> {
  const child = spawn(process.execPath, [programs.serve, '--port', '0', '--json'], {
    env: installation.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return new Promise((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      if (stdout.includes('\n')) resolve({ outcome: JSON.parse(stdout.split('\n')[0]!) as { url: string } })
    })
    child.once('close', (code) => resolve({ outcome: { code, stderr } }))
  })
}

const serves = ({ outcome }: Started): boolean => 'url' in outcome
const programCount = (program: string): number =>
  processesOf(installation.home.root).filter((entry) => entry.program === program).length
/** A second node agent that was started meanwhile defers to the first, and ends. */
const oneAgent = (): Promise<void> =>
  expect.poll(() => programCount('agent'), { timeout: 10_000, message: 'one node agent' }).toBe(1)

it('apps started on one home at the same instant: one serves, the others name it and end', async () => {
  const started = await Promise.all([startApp(), startApp(), startApp(), startApp()])
  expect(started.filter(serves)).toHaveLength(1)
  for (const { outcome } of started.filter((one) => !serves(one)))
    expect(outcome).toMatchObject({ code: 1, stderr: expect.stringContaining('already running') })
  expect(programCount('serve')).toBe(1)
  const { client } = await installation.connect()
  const repository = await makeRepository(join(installation.folder, 'repo'), { 'a.txt': 'a\n' })
  await client.project.add({ path: repository, name: 'repo' })
  await client.workspace.create({ project: 'repo', branch: 'one' })
  await oneAgent()
  await checkInvariants(installation, 'four apps at once')
})

it('commands given at the same instant on a home where nothing runs start one app and join it', async () => {
  const repository = await makeRepository(join(installation.folder, 'repo'), { 'a.txt': 'a\n' })
  await installation.json('project', 'add', repository)
  await installation.stopAll()
  const branches = ['one', 'two', 'three', 'four']
  const made = await Promise.all(
    branches.map((branch) =>
      installation.json<{ branch: string }>('workspace', 'create', '--project', 'repo', '--branch', branch),
    ),
  )
  expect(made.map(({ branch }) => branch)).toEqual(branches)
  expect(programCount('serve')).toBe(1)
  await oneAgent()
  await checkInvariants(installation, 'four commands at once')
})

it('an app takes over from one that a command started, and its clients find the new one', async () => {
  await installation.connect()
  const started = await startApp()
  expect(serves(started)).toBe(true)
  expect(programCount('serve')).toBe(1)
  expect(await installation.json<unknown[]>('project', 'list')).toEqual([])
})

import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listBackups, type DatabaseReport } from '../../../src/base/index.ts'
import { Installation, makeRepository, programs } from '../../hosts/switchyard/index.ts'

let installation: Installation
beforeEach(() => {
  // A backup as soon as it runs.
  installation = new Installation({ SWITCHYARD_DATABASE_BACKUP_DELAY_MS: '0' })
  mkdirSync(installation.home.root, { recursive: true })
})
afterEach(() => installation.remove())

const noise = Buffer.alloc(9000, 'no database')
/** With its log: SQLite brings a whole database back from that alone when the log still holds all of it. */
function damage(database: string): void {
  writeFileSync(database, noise)
  rmSync(`${database}-wal`, { force: true })
}
const backups = () => ({
  app: listBackups(installation.home.appDatabase).length,
  agent: listBackups(installation.home.agent.database).length,
})
/** A home that knew one project when both databases were backed up; nothing runs any more. */
async function backedUpHome(): Promise<void> {
  const repository = await makeRepository(join(installation.folder, 'repo'), { 'a.txt': 'a\n' })
  // The first start makes the databases and their first backups, the second one finds the project in them.
  await installation.json('project', 'add', repository)
  await expect.poll(backups, { timeout: 20_000 }).toEqual({ app: 1, agent: 1 })
  await installation.stopAll()
  installation.env['SWITCHYARD_DATABASE_BACKUP_FRESH_MS'] = '0'
  await installation.json('status')
  await expect.poll(backups, { timeout: 20_000 }).toEqual({ app: 2, agent: 2 })
  await installation.stopAll()
}
const projects = () => installation.json<{ name: string }[]>('project', 'list')

describe('the app database', () => {
  it('is named when damaged and left as it is; without a backup a new one can be made', async () => {
    damage(installation.home.appDatabase)
    const { code, stderr } = await installation.cli(['project', 'list'])
    expect(code).toBe(1)
    expect(stderr).toContain(`The database ${installation.home.appDatabase} is damaged`)
    expect(stderr).toContain('switchyard doctor')
    expect(readFileSync(installation.home.appDatabase)).toEqual(noise)

    const looked = await installation.cli(['doctor'])
    expect(looked).toMatchObject({ code: 1, stdout: expect.stringContaining('DAMAGED') })
    expect(looked.stdout).toContain('switchyard doctor --start-anew app')
    await installation.json('doctor', '--start-anew', 'app', '--yes')
    expect(await projects()).toEqual([])
  })

  it('is put back from its backup by the doctor, who asks first', async () => {
    await backedUpHome()
    damage(installation.home.appDatabase)
    const unasked = await installation.cli(['doctor', '--restore', 'app'])
    expect(unasked).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') })
    const { movedAside } = await installation.json<{ movedAside: string[] }>(
      'doctor',
      '--restore',
      'app',
      '--yes',
    )
    expect(readFileSync(movedAside[0]!)).toEqual(noise)
    expect(await projects()).toMatchObject([{ name: 'repo' }])
  })

  it('is put back at the start of the app when that is wanted', async () => {
    await backedUpHome()
    damage(installation.home.appDatabase)
    const refused = await runServe('--json')
    expect(refused.first).toBe('')
    expect(refused.stderr()).toContain('database_damaged')
    const served = await runServe('--json', '--restore-backup')
    expect(JSON.parse(served.first)).toMatchObject({ pid: expect.any(Number) })
    expect(served.stderr()).toContain('was put back')
    expect(await projects()).toMatchObject([{ name: 'repo' }])
  })

  it('is not replaced while the app runs', async () => {
    await installation.json('status')
    const { code, stderr } = await installation.cli(['doctor', '--start-anew', 'app', '--yes'])
    expect([code, stderr]).toEqual([1, expect.stringContaining('invalid_transition')])
    const reports = await installation.json<DatabaseReport[]>('doctor')
    expect(reports).toMatchObject([
      { owner: 'app', inUse: true, damage: null },
      { owner: 'agent', inUse: true, damage: null },
    ])
  })
})

describe("the node agent's database", () => {
  it('is named in the state of the link when damaged, and put back from its backup', async () => {
    await backedUpHome()
    const { database } = installation.home.agent
    damage(database)
    const reason = async () =>
      (await installation.json<{ nodes: { linkReason: string | null }[] }>('status')).nodes[0]?.linkReason
    await expect.poll(reason, { timeout: 20_000 }).toContain(`The database ${database} is damaged`)
    expect(await reason()).toContain('switchyard doctor')
    expect(readFileSync(database)).toEqual(noise)
    // The control plane goes on looking for the agent: the backup may come back at any time.
    await installation.json('doctor', '--restore', 'agent', '--yes')
    await expect.poll(reason, { timeout: 40_000 }).toBeNull()
  })
})

/** `serve` until its first line, or its end; it is ended with the installation. */
async function runServe(...args: string[]): Promise<{ first: string; stderr(): string }> {
  const child = spawn(process.execPath, [programs.serve, '--port', '0', ...args], {
    env: installation.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  await new Promise<void>((resolve) => {
    child.once('close', () => resolve())
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      if (stdout.includes('\n')) resolve()
    })
  })
  return { first: stdout.split('\n')[0] ?? '', stderr: () => stderr }
}

it('an app database put back learns again from the node what came after its backup', async () => {
  const repository = await makeRepository(join(installation.folder, 'repo'), { 'a.txt': 'a\n' })
  const json = <T>(...args: string[]): Promise<T> => installation.json<T>(...args)
  await json('project', 'add', repository)
  const first = await json<{ id: string }>('workspace', 'create', '--project', 'repo', '--branch', 'first')
  const session = await json<{ id: string }>(
    'session',
    'create',
    '--workspace',
    first.id,
    '--agent',
    'runbook',
  )
  await json('session', 'prompt', session.id, '--text', 'Say one', '--wait')
  await installation.stopAll()
  const backup = readFileSync(installation.home.appDatabase)
  await json('session', 'prompt', session.id, '--text', 'Say two', '--wait')
  const later = await json<{ id: string }>('workspace', 'create', '--project', 'repo', '--branch', 'later')
  await installation.stopAll()
  for (const end of ['-wal', '-shm']) rmSync(`${installation.home.appDatabase}${end}`, { force: true })
  writeFileSync(installation.home.appDatabase, backup)

  const workspaces = async () =>
    (await json<{ id: string }[]>('workspace', 'list')).map(({ id }) => id).toSorted()
  await expect.poll(workspaces, { timeout: 20_000 }).toEqual([first.id, later.id].toSorted())
  const said = async () =>
    (await json<{ turns: { messages: { content: string }[] }[] }>('session', 'show', session.id)).turns.map(
      ({ messages }) => messages[0]?.content,
    )
  await expect.poll(said, { timeout: 20_000 }).toEqual(['Say one', 'Say two'])
  await json('session', 'prompt', session.id, '--text', 'Say three', '--wait')
  expect(await said()).toEqual(['Say one', 'Say two', 'Say three'])
})

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newId, openScopes } from '../../../src/base/index.ts'
import { Bench } from './harness.ts'

let bench: Bench
const ids = [newId('repository'), newId('repository'), newId('repository')] as const

/** Repositories a, b and c; only those given are enabled. */
function enable(...enabled: number[]): void {
  const [first] = bench.workspace.repositories
  bench.workspace.repositories = ids.map((repositoryId, at) => {
    const worktree = join(bench.folder, 'abc'[at] as string)
    mkdirSync(worktree, { recursive: true })
    return { ...first!, repositoryId, worktree, enabled: enabled.includes(at) }
  })
}
beforeEach(() => void (bench = new Bench()))
afterEach(async () => {
  await bench.close()
  expect(openScopes()).toEqual([])
})
const at = (name: string): string => join(bench.folder, name)
const opened = async (options: object) =>
  bench.told(await bench.run(await bench.create(options), [['tell']])).opened

test('a new session is given the enabled worktrees and no other', async () => {
  enable(0, 2)
  bench.workspace.activeRepositoryId = ids[2]
  expect(await opened({ roots: true })).toMatchObject({ cwd: at('c'), additionalDirectories: [at('a')] })
  enable(1)
  expect(await opened({ roots: true })).not.toHaveProperty('additionalDirectories')
  expect(await opened({ roots: true })).toMatchObject({ cwd: at('b') })
})

test('an agent that takes no further roots is told of its working folder alone', async () => {
  enable(0, 2)
  expect(await opened({})).not.toHaveProperty('additionalDirectories')
})

test('a working directory that is gone ends the start with the reason', async () => {
  enable(0)
  bench.workspace.workingDirectory = 'gone'
  const session = await bench.create({})
  expect(session.error?.message).toContain('The working directory gone is gone')
})

test('a mention of a file that agents do not get is refused', async () => {
  enable(0)
  const session = await bench.create({})
  const attachments = [{ kind: 'file' as const, repositoryId: ids[1], path: 'x' }]
  await expect(bench.prompt(session, [['say', 'x']], { attachments })).rejects.toThrow(
    /not a file of this workspace/,
  )
})

import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { run } from '../../../src/base/index.ts'
import type {
  RepositoryDiff,
  SessionView,
  TurnDetail,
  TurnUndone,
  Workspace,
} from '../../../src/contracts/index.ts'
import { Installation, makeRepository } from '../../hosts/switchyard/index.ts'

let installation: Installation
let repository: string
let workspace: Workspace
let session: string
const command = <T>(...args: string[]): Promise<T> => installation.json<T>(...args)
const prompt = (steps: string): Promise<TurnDetail> =>
  command('session', 'prompt', session, '--text', steps, '--approve', 'once', '--wait')
const write = (path: string, text: string): string => `\`\`\`file:${path}\n${text}\n\`\`\`\n`
const refs = async (path: string): Promise<string> =>
  (await run('git', ['-C', repository, 'for-each-ref', '--format=%(refname)', path])).stdout.toString().trim()

beforeEach(async () => {
  installation = new Installation()
  repository = await makeRepository(join(installation.folder, 'shop'), { 'a.txt': 'a\n' })
  await command('project', 'add', repository)
  workspace = await command('workspace', 'create', '--project', 'shop', '--branch', 'try')
  session = (
    await command<SessionView>('session', 'create', '--workspace', workspace.id, '--agent', 'runbook')
  ).id
})
afterEach(() => installation.remove())

it('says what a turn changed, takes it back keeping a backup, and sends it again', async () => {
  await prompt(write('a.txt', 'changed'))
  await prompt(write('b.txt', 'new'))
  const [diff] = await command<RepositoryDiff[]>('turn', 'diff', session)
  expect(diff?.files.map(({ path }) => path)).toEqual(['b.txt'])
  const undone = await command<TurnUndone>('turn', 'undo', session, '--yes')
  expect(undone.files.map(({ path }) => path)).toEqual(['b.txt'])
  expect(undone.backups).toHaveLength(1)
  expect(await refs('refs/switchyard/backup')).toContain(undone.backups[0]?.ref)
  const again = await command<TurnDetail>('turn', 'retry', session, '--text', 'Only words', '--wait')
  expect([again.status, again.ordinal]).toEqual(['succeeded', 3])
  const shown = await command<{ turns: TurnDetail[] }>('session', 'show', session)
  expect(shown.turns.map(({ folded }) => folded)).toEqual([false, true, false])
})

it('a workspace takes the snapshots of its turns with it', async () => {
  await prompt(write('a.txt', 'changed'))
  expect(await refs('refs/switchyard/turns')).not.toBe('')
  await command('workspace', 'delete', workspace.id, '--yes')
  expect(await refs('refs/switchyard/turns')).toBe('')
})

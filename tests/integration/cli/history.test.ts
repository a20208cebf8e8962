import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  SessionExport,
  type ExportedSession,
  type HistoryResults,
  type SessionView,
  type TurnDetail,
  type Workspace,
} from '../../../src/contracts/index.ts'
import { Installation, makeRepository } from '../../hosts/switchyard/index.ts'

const prompt = 'Look for the teapot.\n\n```file:pot.txt\nshort and stout\n```\n\n```sh\ncat pot.txt\n```'

let installation: Installation
let session: SessionView

beforeAll(async () => {
  installation = new Installation()
  await makeRepository(join(installation.folder, 'repo'), { 'README.md': '# Demo\n' })
  await installation.json('project', 'add', './repo', '--name', 'demo')
  const workspace = await installation.json<Workspace>(
    'workspace',
    'create',
    '--project',
    'demo',
    '--branch',
    'try/tea',
  )
  session = await installation.json<SessionView>('session', 'create', '--workspace', workspace.id)
  const turn = await installation.json<TurnDetail>(
    'session',
    'prompt',
    session.id,
    '--text',
    prompt,
    '--wait',
    '--approve',
    'once',
  )
  expect(turn.status).toBe('succeeded')
  await installation.json('workspace', 'delete', workspace.id, '--yes')
})
afterAll(() => installation.remove())

describe('what was said in a workspace that is deleted', () => {
  it('is found by words, the last one begun', async () => {
    const { hits } = await installation.json<HistoryResults>('search', 'the', 'teap')
    expect(hits.map(({ kind }) => kind)).toContain('user')
    expect(hits[0]?.place.deletedAt).not.toBeNull()
    const { stdout } = await installation.cli(['search', 'teap'])
    expect(stdout).toContain(`${session.id}  `)
    expect(stdout).toContain('(deleted)')
  })
  it('is told when it is not there, and for a limit that is none', async () => {
    expect((await installation.cli(['search', 'coffeepot'])).stdout).toBe(
      'Nothing was found for: coffeepot\n',
    )
    expect(await installation.cli(['search', 'x', '--limit', '0'])).toMatchObject({ code: 2 })
    expect(await installation.cli(['search'])).toMatchObject({ code: 2 })
  })
  it('is printed as Markdown and written as JSON', async () => {
    const { stdout } = await installation.cli(['session', 'export', session.id])
    expect(stdout).toContain('### You\n\n> Look for the teapot.')
    expect(stdout).toContain('+short and stout')
    expect(stdout).toContain('*Turn succeeded')
    const exported = await installation.json<ExportedSession>('session', 'export', session.id)
    // Each says when it was made.
    const undated = (text: string): string => text.trimEnd().replace(/^- Exported: .*$/m, '')
    expect(undated(exported.text)).toBe(undated(stdout))
    await installation.cli(['session', 'export', session.id, '--format', 'json', '--output', 'tea.json'])
    const read = SessionExport.parse(JSON.parse(readFileSync(join(installation.folder, 'tea.json'), 'utf8')))
    expect(read.turns[0]?.items.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['message', 'tool_call', 'approval']),
    )
  })
  it('is not written where nothing can be', async () => {
    const failed = await installation.cli(['session', 'export', session.id, '--output', 'no/such/folder.md'])
    expect(failed).toMatchObject({ code: 1 })
    expect(failed.stderr).toContain('cannot be written')
  })
})

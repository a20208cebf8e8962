import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EditorInfo, FoundLine, Workspace } from '../../../src/contracts/index.ts'
import { Installation, makeRepository } from '../../hosts/switchyard/index.ts'

let installation: Installation
let workspace: Workspace
let worktree: string
let said: string

/** A program that writes its arguments and its folder down, whole or not at all. */
const editor = (path: string): void =>
  writeFileSync(
    path,
    `#!/bin/sh\n{ pwd; for word in "$@"; do printf '%s\\n' "$word"; done; } > "${said}.part" && mv "${said}.part" "${said}"\n`,
    { mode: 0o755 },
  )
const opened = async (): Promise<string[]> => {
  await expect.poll(() => existsSync(said), { timeout: 20_000 }).toBe(true)
  return readFileSync(said, 'utf8').trimEnd().split('\n')
}

beforeEach(async () => {
  installation = new Installation()
  const programs = join(installation.folder, 'programs')
  said = join(installation.folder, 'said')
  mkdirSync(programs)
  editor(join(programs, 'code'))
  editor(join(programs, 'vim'))
  installation.env['PATH'] = [programs, installation.env['PATH']].join(delimiter)
  installation.env['EDITOR'] = 'vim -n'
  delete installation.env['VISUAL']
  const repository = await makeRepository(join(installation.folder, 'shop'), {
    'src/a b.ts': 'one user\ntwo\n',
    'src/$(touch gone).ts': 'user\n',
  })
  await installation.json('project', 'add', repository)
  workspace = await installation.json('workspace', 'create', '--project', 'shop', '--branch', 'try')
  worktree = workspace.repositories[0]!.worktree
})
afterEach(() => installation.remove())

describe('switchyard open', () => {
  it('starts the editor with the folder, the file and the line as they are, without a shell', async () => {
    const { client } = await installation.connect()
    expect((await client.editor.list()).map(({ id }: EditorInfo) => id)).toEqual(['vscode', 'terminal'])
    const answer = await installation.json('open', workspace.id, 'src/$(touch gone).ts:2')
    expect(answer).toMatchObject({ kind: 'started', editor: { id: 'vscode' } })
    expect(await opened()).toEqual([worktree, worktree, '--goto', join(worktree, 'src/$(touch gone).ts:2')])
    expect(existsSync(join(worktree, 'gone'))).toBe(false)
  })

  it('runs $EDITOR in the terminal it is called from, and heeds the setting', async () => {
    const { client } = await installation.connect()
    await client.settings.set({ editor: 'terminal' })
    const { code } = await installation.cli(['open', workspace.id, 'src/a b.ts:2'])
    expect(code).toBe(0)
    expect(await opened()).toEqual([worktree, '-n', '+2', join(worktree, 'src/a b.ts')])
  })

  it.each([
    ['../../x', 'file_not_found'],
    ['out', 'invalid_input'],
    ['nothing.ts', 'file_not_found'],
  ])('opens nothing for %s', async (path, code) => {
    symlinkSync('/etc/hostname', join(worktree, 'out'))
    const result = await installation.cli(['open', workspace.id, path, '--json'])
    expect(result.code).toBe(1)
    expect(result.stdout + result.stderr).toContain(code)
    expect(existsSync(said)).toBe(false)
  })

  it('names the editors there are when asked for another', async () => {
    const result = await installation.cli(['open', workspace.id, '--editor', 'zed'])
    expect([result.code, result.stderr]).toEqual([1, expect.stringContaining('vscode, terminal')])
  })
})

describe('switchyard grep', () => {
  it('prints the lines that match and fails where there are none', async () => {
    const found = await installation.cli(['grep', workspace.id, 'USER', '--include', 'src/a*'])
    expect([found.code, found.stdout]).toEqual([0, 'src/a b.ts:1:5: one user\n'])
    expect((await installation.cli(['grep', workspace.id, 'USER', '--match-case'])).code).toBe(1)
    const { lines } = await installation.json<{ lines: FoundLine[] }>(
      'grep',
      workspace.id,
      '^t.o$',
      '--regex',
    )
    expect(lines).toMatchObject([{ path: 'src/a b.ts', line: 2, column: 1 }])
    const wrong = await installation.cli(['grep', workspace.id, '(', '--regex'])
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('cannot be searched for')])
  })
})

import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { realFile, type FilesRoot } from '../../../src/agent/file-locks/real-path.ts'
import { learn, unknownCall, writes } from '../../../src/agent/file-locks/writing-call.ts'
import { newId } from '../../../src/base/index.ts'

let folder: string
let root: FilesRoot
const repositoryId = newId('repository')
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'sy-real-')))
  mkdirSync(join(folder, 'repo/src'), { recursive: true })
  writeFileSync(join(folder, 'repo/src/a.ts'), '')
  root = { folder, repositories: [{ repositoryId, worktree: join(folder, 'repo') }] }
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the real place of a file', () => {
  const at = (path: string) => realFile(root, join(folder, 'repo'), path)

  it('is the same for a relative path, an absolute one, one with dots and one through a link', () => {
    symlinkSync('src', join(folder, 'repo/link'))
    symlinkSync('a.ts', join(folder, 'repo/src/other.ts'))
    const expected = { key: { worktree: join(folder, 'repo'), path: 'src/a.ts' }, repositoryId }
    for (const path of [
      'src/a.ts',
      join(folder, 'repo/src/a.ts'),
      './x/../src//a.ts',
      'link/a.ts',
      'link/other.ts',
    ])
      expect(at(path)).toMatchObject(expected)
  })

  it('of a file that is yet to be made is that of its folder', () => {
    symlinkSync('src', join(folder, 'repo/link'))
    expect(at('link/new/b.ts')).toMatchObject({
      path: 'src/new/b.ts',
      file: join(folder, 'repo/src/new/b.ts'),
    })
  })

  it('outside the worktrees is in the workspace’s folder, and outside that nowhere', () => {
    expect(at(join(folder, 'notes.md'))).toMatchObject({ path: 'notes.md', repositoryId: null })
    expect(at('/etc/hosts')).toBeNull()
    symlinkSync('/etc', join(folder, 'repo/out'))
    expect(at('out/hosts')).toBeNull()
    expect(at('')).toBeNull()
    expect(at('a\0b')).toBeNull()
  })

  it('is written in one case where the file system does not tell cases apart', () => {
    // On such a file system every name is there in all its cases.
    writeFileSync(join(folder, 'repo/.GIT'), '')
    expect(at('SRC/New.ts')).toMatchObject({ key: { path: 'src/new.ts' }, path: 'SRC/New.ts' })
    expect(at('src/new.TS')?.key).toEqual(at('SRC/New.ts')?.key)
  })
})

describe('a call that writes', () => {
  it('is known by its kind or by a diff, and by all paths that were ever named', () => {
    const call = learn(unknownCall, { toolCallId: 'c', toolKind: 'edit', locations: [{ path: 'a' }] })
    expect(writes(call)).toBe(true)
    const diff = { type: 'diff', path: 'b' }
    expect(learn(call, { toolCallId: 'c', status: 'in_progress', content: [diff] })).toEqual({
      kind: 'edit',
      status: 'in_progress',
      paths: ['a', 'b'],
      hasDiff: true,
    })
    expect(writes(learn(unknownCall, { toolCallId: 'c', toolKind: 'other', content: [diff] }))).toBe(true)
    expect(
      writes(learn(unknownCall, { toolCallId: 'c', toolKind: 'execute', locations: [{ path: 'a' }] })),
    ).toBe(false)
  })

  it('without locations is about the file that its input names', () => {
    const said = { toolCallId: 'c', toolKind: 'edit' as const, rawInput: { file_path: 'a.ts', content: 'x' } }
    expect(learn(unknownCall, said).paths).toEqual(['a.ts'])
    expect(learn(unknownCall, { ...said, locations: [{ path: 'b.ts' }] }).paths).toEqual(['b.ts'])
  })
})

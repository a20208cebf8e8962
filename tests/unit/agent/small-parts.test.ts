import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { UsedNonces } from '../../../src/agent/auth/used-nonces.ts'
import { workspaceOf } from '../../../src/agent/auth/workspace-of.ts'
import { foldersOf } from '../../../src/agent/changes/folders.ts'
import { AgentStore } from '../../../src/agent/store/index.ts'
import { repositoryFolders } from '../../../src/agent/workspaces/repository-folders.ts'
import { UndoStack } from '../../../src/agent/workspaces/undo-stack.ts'
import { newId, silentLogger, systemClock } from '../../../src/base/index.ts'

describe('a job’s nonce', () => {
  test('is good for one use while its token lives', () => {
    const nonces = new UsedNonces(new AgentStore(':memory:', systemClock, newId), silentLogger)
    nonces.use('a', 1_000, 0)
    nonces.use('b', 1_000, 1)
    expect(() => nonces.use('a', 1_000, 999)).toThrow(expect.objectContaining({ code: 'replayed_job' }))
  })

  test('is forgotten only after its token has expired, also when a longer-lived one came first', () => {
    const nonces = new UsedNonces(new AgentStore(':memory:', systemClock, newId), silentLogger)
    nonces.use('long', 10_000, 0)
    nonces.use('short', 1_000, 0)
    expect(() => nonces.use('short', 1_000, 500)).toThrow()
    expect(() => nonces.use('long', 10_000, 9_999)).toThrow()
    expect(() => nonces.use('long', 20_000, 10_001)).not.toThrow()
  })
})

describe('the workspace a call names', () => {
  const id = newId('workspace')
  test.each([
    [['session', 'prompt'], { workspaceId: id }, id],
    [['workspace', 'create'], { id, workspaceId: newId('workspace') }, id],
    [['session', 'create'], { id: newId('session'), workspaceId: id }, id],
    [['repository', 'inspect'], { path: '/' }, undefined],
    [['workspace', 'stop'], { workspaceId: '../../etc' }, undefined],
    [['health'], undefined, undefined],
    [['health'], null, undefined],
  ])('%j with %j', (path, input, expected) => expect(workspaceOf(path, input)).toBe(expected))
})

describe('the folder of a repository’s worktree', () => {
  test.each([
    '',
    ' ',
    '.',
    '..',
    '...',
    '../up',
    'a/b',
    'a\\b',
    '/abs',
    'nul\0',
    'line\nbreak',
    'x'.repeat(101),
  ])('refuses the name %j', (name) => {
    expect(() => repositoryFolders('/w', [name])).toThrow(expect.objectContaining({ code: 'name_invalid' }))
  })

  test('is named after the repository and unique without regard to case', () => {
    expect(repositoryFolders('/w', ['App', 'app', 'APP', 'ünïcode name'])).toEqual(
      ['App', 'app-2', 'APP-3', 'ünïcode name'].map((name) => join('/w', name)),
    )
  })

  test('never takes the marker’s place', () => {
    expect(repositoryFolders('/w', ['.switchyard-workspace'])).toEqual([join('/w', 'switchyard-workspace')])
  })
})

test('undoing goes backwards, goes on after a failure, and tells what is left', async () => {
  const done: string[] = []
  const undo = new UndoStack(silentLogger)
  for (const step of ['folder', 'worktree', 'branch'])
    undo.push(step, async () => {
      done.push(step)
      if (step === 'worktree') throw new Error('stuck')
    })
  expect(await undo.run()).toEqual(['worktree'])
  expect(done).toEqual(['branch', 'worktree', 'folder'])
})

test('watched folders are those of the files and all above them', () => {
  expect(foldersOf(['a/b/c.txt', 'a/d.txt', 'e.txt'], '/r').toSorted()).toEqual(['/r', '/r/a', '/r/a/b'])
  expect(foldersOf([], '/r')).toEqual(['/r'])
})

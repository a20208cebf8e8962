import { describe, expect, test } from 'vitest'
import {
  additionalFolders,
  hiddenFolders,
  workingFolder,
  type WorkspaceRoot,
} from '../../../src/agent/workspaces/working-folder.ts'
import { newId } from '../../../src/base/index.ts'

const ids = [newId('repository'), newId('repository'), newId('repository')] as const

/** A workspace whose repositories are named a, b, c; those written large are enabled. */
const root = (names: string, over: Partial<WorkspaceRoot> = {}): WorkspaceRoot => ({
  folder: '/ws',
  activeRepositoryId: null,
  workingDirectory: '',
  repositories: names.split('').map((name, at) => ({
    repositoryId: ids[at] as (typeof ids)[number],
    worktree: `/ws/${name.toLowerCase()}`,
    enabled: name !== name.toLowerCase(),
  })),
  ...over,
})

describe('agents start', () => {
  test.each<[string, WorkspaceRoot, string, string[]]>([
    ['in the only worktree', root('A'), '/ws/a', []],
    ['in the folder that holds all', root('AB'), '/ws', []],
    [
      'in the active worktree, with the others beside it',
      root('AB', { activeRepositoryId: ids[1] }),
      '/ws/b',
      ['/ws/a'],
    ],
    ['never in a folder that holds one they do not get', root('aBC'), '/ws/b', ['/ws/c']],
    ['in the only enabled worktree', root('aB'), '/ws/b', []],
    ['not in an active one that they do not get', root('aB', { activeRepositoryId: ids[0] }), '/ws/b', []],
    ['in a folder of the worktree', root('A', { workingDirectory: 'src/app' }), '/ws/a/src/app', []],
    ['below the folder that holds all', root('AB', { workingDirectory: 'a' }), '/ws/a', ['/ws/a', '/ws/b']],
  ])('%s', (_name, given, cwd, additional) => {
    expect(workingFolder(given)).toBe(cwd)
    expect(additionalFolders(given)).toEqual(additional)
  })

  test('and cannot open the folders of others', () => {
    expect(hiddenFolders(root('aBc'))).toEqual(['a', 'c'])
  })
})

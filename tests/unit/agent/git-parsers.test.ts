import { describe, expect, test } from 'vitest'
import { conflictingBranch, freeBranch, parseBranches } from '../../../src/agent/git/branches.ts'
import { parseDiff } from '../../../src/agent/git/parse-diff.ts'
import { defaultBranchOf, parseRefs } from '../../../src/agent/git/starting-point.ts'

const nul = (...parts: string[]) => `${parts.join('\0')}\0`

describe('parseDiff', () => {
  test.each([
    ['nothing', '', []],
    [
      'a changed file',
      nul(':100644 100644 aaaa 0000 M', 'a.txt', '3\t1\ta.txt'),
      [{ path: 'a.txt', oldPath: null, status: 'M', added: 3, removed: 1, binary: false }],
    ],
    [
      'an added binary file',
      nul(':000000 100644 0000 aaaa A', 'logo.png', '-\t-\tlogo.png'),
      [{ path: 'logo.png', oldPath: null, status: 'A', added: 0, removed: 0, binary: true }],
    ],
    [
      'a renamed file with changes',
      nul(':100644 100644 aaaa bbbb R090', 'old name', 'new name', '1\t2\t', 'old name', 'new name'),
      [{ path: 'new name', oldPath: 'old name', status: 'R', added: 1, removed: 2, binary: false }],
    ],
    [
      'a copy counts as added',
      nul(':100644 100644 aaaa bbbb C100', 'from', 'to', '0\t0\t', 'from', 'to'),
      [{ path: 'to', oldPath: null, status: 'A', added: 0, removed: 0, binary: false }],
    ],
    [
      'an unmerged file, which has two entries',
      nul(':000000 000000 0000 0000 U', 'x', ':100644 100644 aaaa 0000 M', 'x', '5\t0\tx'),
      [{ path: 'x', oldPath: null, status: 'U', added: 5, removed: 0, binary: false }],
    ],
    [
      'names with tabs, line breaks and a leading colon',
      nul(':100644 000000 aaaa 0000 D', ':a\tb\nc', '0\t9\t:a\tb\nc'),
      [{ path: ':a\tb\nc', oldPath: null, status: 'D', added: 0, removed: 9, binary: false }],
    ],
    [
      'a link that became a file',
      nul(':120000 100644 aaaa 0000 T', 'link', '1\t1\tlink'),
      [{ path: 'link', oldPath: null, status: 'T', added: 1, removed: 1, binary: false }],
    ],
  ])('%s', (_name, output, expected) => expect(parseDiff(output)).toMatchObject(expected))
})

test('branches: local and remote, symbolic ones left out, names may hold slashes', () => {
  const line = (...fields: string[]) => fields.join('\0')
  const output = [
    line('refs/heads/feat/x', 'aaa', '1700000000', '/wt', ''),
    line('refs/remotes/origin/HEAD', 'bbb', '1700000000', '', 'refs/remotes/origin/main'),
    line('refs/remotes/origin/main', 'bbb', '1600000000', '', ''),
    '',
  ].join('\n')
  expect(parseBranches(output)).toEqual([
    { name: 'feat/x', commit: 'aaa', remote: false, worktree: '/wt', committedAt: 1_700_000_000_000 },
    { name: 'origin/main', commit: 'bbb', remote: true, worktree: null, committedAt: 1_600_000_000_000 },
  ])
})

describe('the default branch', () => {
  const refs = (lines: string[][]) => parseRefs(lines.map((fields) => fields.join('\0')).join('\n'))
  const main = ['refs/heads/main', 'a', '', ' ']
  const work = ['refs/heads/work', 'b', '', '*']
  const origin = (name: string) => ['refs/remotes/origin/HEAD', 'c', `refs/remotes/origin/${name}`, ' ']
  test.each([
    ['what origin calls it', [main, work, origin('main')], 'main'],
    ['the checked-out one when origin’s is not here', [main, work, origin('trunk')], 'work'],
    ['main when HEAD is detached', [main, ['refs/heads/z', 'b', '', ' ']], 'main'],
    ['none when nothing fits', [['refs/heads/z', 'b', '', ' ']], undefined],
  ])('%s', (_name, lines, expected) => expect(defaultBranchOf(refs(lines))).toBe(expected))
})

describe('branch names in the way', () => {
  test.each([
    ['x', ['main'], undefined],
    ['main', ['main'], 'main'],
    ['main/x', ['main'], 'main'],
    ['feat', ['feat/a'], 'feat/a'],
    ['feature', ['feat', 'feat/a'], undefined],
  ])('%s among %j', (name, existing, expected) => expect(conflictingBranch(existing, name)).toBe(expected))

  test.each([
    ['a', ['a'], 'a-2'],
    ['a', ['a', 'a-2', 'a-3'], 'a-4'],
    ['a', ['a/b'], 'a-2'],
    ['a/b', ['a'], 'a-b'],
    ['a/b', ['a', 'a-b'], 'a-b-2'],
  ])('a free name near %s among %j', (name, existing, expected) => {
    expect(freeBranch(existing, name)).toBe(expected)
    expect(conflictingBranch(existing, freeBranch(existing, name))).toBeUndefined()
  })
})

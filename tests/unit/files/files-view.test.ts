import { describe, expect, test } from 'vitest'
import type { FileStatus, FolderContents, FoundLine, RepositoryId } from '../../../src/contracts/index.ts'
import { commandLine } from '../../../src/renderer/features/editors/command-line.ts'
import { replacement } from '../../../src/renderer/features/files/editor/editor.ts'
import { readWanted } from '../../../src/renderer/features/files/wanted-file.ts'
import { markedParts, resultRows } from '../../../src/renderer/features/files/search/result-rows.ts'
import { folderKey, statusMap, treeLines } from '../../../src/renderer/features/files/tree/tree-lines.ts'

const one = 'repo_1' as RepositoryId
const two = 'repo_2' as RepositoryId
const entry = (name: string, kind: 'file' | 'folder' = 'file', ignored = false) => ({
  name,
  kind,
  ignored,
  link: null,
})
const folder = (path: string, ...entries: FolderContents['entries']): FolderContents => ({
  path,
  entries,
  truncated: false,
})

describe('the tree of files', () => {
  const folders = new Map([
    [folderKey(one, ''), folder('', entry('src', 'folder'), entry('.env', 'file', true), entry('a.ts'))],
    [folderKey(one, 'src'), folder('src', entry('b.ts'))],
  ])
  const statuses = new Map<string, FileStatus>()
  statusMap(
    one,
    [
      { path: 'src/b.ts', status: 'A' },
      { path: 'src/gone.ts', status: 'D' },
    ],
    statuses,
  )
  const input = { repositories: [{ repositoryId: one, name: 'shop' }], folders, statuses, showIgnored: true }
  const shown = (over: object): string[] =>
    treeLines({ ...input, open: new Set(), ...over }).map(({ depth, name, status }) =>
      `${depth} ${name} ${status ?? ''}`.trim(),
    )

  test('shows what is open, marks folders by what is in them, and hides ignored files when told', () => {
    expect(shown({})).toEqual(['0 src M', '0 .env', '0 a.ts'])
    expect(shown({ open: new Set([folderKey(one, 'src')]), showIgnored: false })).toEqual([
      '0 src M',
      '1 b.ts A',
      '0 a.ts',
    ])
  })

  test('has the repositories at the top where there are several', () => {
    const repositories = [...input.repositories, { repositoryId: two, name: 'web' }]
    expect(shown({ repositories, open: new Set([folderKey(two, '')]) })).toEqual([
      '0 shop M',
      '0 web',
      '1 Loading…',
    ])
  })
})

describe('what was found', () => {
  const line = (path: string, number: number): FoundLine => ({
    repositoryId: one,
    repository: 'shop',
    path,
    line: number,
    column: 1,
    text: '  a user b user',
    at: [
      [4, 8],
      [11, 15],
    ],
  })

  test('stands under its file, also when files come mixed', () => {
    const rows = resultRows([line('a', 1), line('b', 1), line('a', 2)], new Set([`${one} b`]))
    expect(rows.map((row) => (row.kind === 'file' ? `${row.path} ${row.lines}` : row.line.line))).toEqual([
      'a 2',
      1,
      2,
      'b 1',
    ])
  })

  test('has its matches marked and no indentation', () => {
    expect(
      markedParts(line('a', 1))
        .map(({ text, marked }) => (marked ? `[${text}]` : text))
        .join(''),
    ).toBe('a [user] b [user]')
  })
})

test('a name may carry a line and a column', () => {
  expect(readWanted('src/a.ts:12:3')).toEqual({ query: 'src/a.ts', at: { line: 12, column: 3 } })
  expect(readWanted('a.ts:12')).toEqual({ query: 'a.ts', at: { line: 12, column: 1 } })
  expect(readWanted(' a:b ')).toEqual({ query: 'a:b', at: null })
})

test('a text is made another by one replacement of what differs', () => {
  for (const [from, to] of [
    ['abc', 'axc'],
    ['aaa', 'aa'],
    ['', 'x'],
    ['x', ''],
    ['abab', 'abxab'],
    ['same', 'same'],
  ] as const) {
    const { from: start, to: end, insert } = replacement(from, to)
    expect(from.slice(0, start) + insert + from.slice(end)).toBe(to)
  }
  expect(replacement('abc', 'axc')).toEqual({ from: 1, to: 2, insert: 'x' })
})

test('a command line for a terminal keeps every word one word', () => {
  expect(commandLine(['vim', '+3', "/a/it's $(here).ts"])).toBe(`vim +3 '/a/it'\\''s $(here).ts'`)
})

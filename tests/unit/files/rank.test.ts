import { describe, expect, test } from 'vitest'
import { Best } from '../../../src/agent/files/best.ts'
import { rankFiles, readWords, scoreFile } from '../../../src/agent/files/rank.ts'
import { maskOf, prepare, scoreWord } from '../../../src/agent/files/score.ts'
import { parseIndex, parseLog, parseStatus } from '../../../src/agent/git/list-files.ts'

/** The paths that fit, best first, as a search would order them. */
function ranked(
  query: string,
  paths: string[],
  committed: string[] = [],
  uncommitted: string[] = [],
): string[] {
  const { files } = rankFiles(
    {
      paths,
      committed: new Map(committed.map((path, age) => [path, 1_000_000 - age])),
      uncommitted: new Map(uncommitted.map((path, age) => [path, 2_000_000 - age])),
    },
    1_000,
  )
  const words = readWords(query)
  return files
    .flatMap((file) => {
      const score = scoreFile(words, file)
      return score === null ? [] : [{ path: file.path, score }]
    })
    .toSorted((a, b) => b.score - a.score)
    .map(({ path }) => path)
}

const matched = (word: string, path: string): string => {
  const at: number[] = []
  return scoreWord(word, prepare(path), at) < 0 ? 'none' : at.map((place) => path[place]).join('')
}

describe('how well a path fits', () => {
  test.each([
    ['composer', 'src/features/composer.tsx', 'composer'],
    ['cmp', 'src/Composer.tsx', 'Cmp'],
    ['sfc', 'src/features/composer.tsx', 'sfc'],
    ['xyz', 'src/features/composer.tsx', 'none'],
    ['srcx', 'src/index.tsx', 'srcx'],
    ['éa', 'src/Éa.ts', 'Éa'],
  ])('%s in %s is found as %s', (word, path, expected) => {
    expect(matched(word, path)).toBe(expected)
  })

  test.each([
    ['index', ['src/other/re-index-all.ts', 'src/index.ts'], 'the whole name'],
    ['route', ['router/deep/x.ts', 'src/app/route.ts'], 'the name before the folder'],
    ['uw', ['src/wuxwx.ts', 'src/use-work.ts'], 'beginnings of words'],
    ['ep', ['src/keep.ts', 'src/error-page.ts'], 'beginnings of words before letters side by side'],
    ['fileSearch', ['src/f-i-l-e/s/earch.ts', 'src/FileSearch.ts'], 'letters side by side'],
    ['readme', ['packages/a/very/deep/one/readme.md', 'readme.md'], 'the shorter path'],
  ])('%s: %j prefers %s', (query, [worse = '', better = '']) => {
    expect(ranked(query, [worse, better])).toEqual([better, worse])
    expect(ranked(query, [better, worse])).toEqual([better, worse])
  })

  test('each word has to be found, in any order', () => {
    const paths = ['src/composer/state.ts', 'src/composer/index.ts', 'tests/state.ts']
    expect(ranked('state comp', paths)).toEqual(['src/composer/state.ts'])
  })

  test('only paths that hold every kind of letter of the query are looked at closely', () => {
    const mask = maskOf('abc')
    expect((maskOf('xbyazc') & mask) === mask).toBe(true)
    expect((maskOf('ab') & mask) === mask).toBe(false)
  })
})

describe('recency', () => {
  const same = ['a/util.ts', 'b/util.ts', 'c/util.ts', 'd/util.ts']

  test('orders matches that are alike: uncommitted first, then by last commit, then by path', () => {
    expect(ranked('util', same, ['c/util.ts', 'b/util.ts'], ['d/util.ts'])).toEqual([
      'd/util.ts',
      'c/util.ts',
      'b/util.ts',
      'a/util.ts',
    ])
  })

  test('lifts a somewhat worse match, but not above a clearly better one', () => {
    expect(ranked('user', ['src/user.ts', 'src/user-menu.ts'], ['src/user-menu.ts'])[0]).toBe(
      'src/user-menu.ts',
    )
    expect(ranked('router', ['src/router.ts', 'src/r/o/u/t/e/ra.ts'], [], ['src/r/o/u/t/e/ra.ts'])[0]).toBe(
      'src/router.ts',
    )
  })

  test('alone orders an empty query, the rest follows by path', () => {
    const { files } = rankFiles(
      {
        paths: ['z', 'a', 'm', 'n'],
        committed: new Map([['m', 5]]),
        uncommitted: new Map([
          ['n', 3],
          ['z', 9],
        ]),
      },
      10,
    )
    expect(files.map(({ path }) => path)).toEqual(['z', 'n', 'm', 'a'])
  })

  test('a list that is too long keeps its first files and says so', () => {
    const listed = { paths: ['a', 'b', 'c'], committed: new Map(), uncommitted: new Map() }
    expect(rankFiles(listed, 2)).toMatchObject({ files: [{ path: 'a' }, { path: 'b' }], truncated: true })
    expect(rankFiles(listed, 3).truncated).toBe(false)
  })
})

test('the best of many are kept in order, the first of equals first', () => {
  const best = new Best<number>(3)
  const scores = [5, 1, 9, 9, 2, 7, 9, 3, 8, 0, 9, 4, 6, 1, 2]
  scores.forEach((score, index) => best.add(index, score))
  expect(best.take()).toEqual([2, 3, 6])
})

describe('what git says', () => {
  test('of the index: a file with conflicts once, submodules left out', () => {
    const entry = (mode: string, stage: number, path: string) =>
      `${mode} ${'0'.repeat(40)} ${stage}\t${path}\0`
    const output = [
      entry('100644', 0, 'a b.txt'),
      entry('100644', 1, 'conflict'),
      entry('100644', 2, 'conflict'),
      entry('160000', 0, 'module'),
      entry('120000', 0, 'tab\there'),
    ].join('')
    expect([...parseIndex(output)]).toEqual(['a b.txt', 'conflict', 'tab\there'])
  })

  test('of the status: what is still there, what is new, what is gone', () => {
    const output = [' M a', 'M  b', 'D  c', ' D d', 'AD e', '?? f g', '?? inner/', 'UU h', 'UD i'].join('\0')
    expect(parseStatus(`${output}\0`)).toEqual({
      changed: ['a', 'b', 'h'],
      untracked: ['f g'],
      deleted: ['c', 'd', 'e', 'i'],
    })
  })

  test('of the log: the newest time of each path', () => {
    const output = '\u000120\0\nb\0a\0\0\u000110\0\na\0c\0'
    expect([...parseLog(output)]).toEqual([
      ['b', 20_000],
      ['a', 20_000],
      ['c', 10_000],
    ])
  })
})

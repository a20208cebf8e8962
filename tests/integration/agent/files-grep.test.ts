import { describe, expect, test } from 'vitest'
import { findProgram } from '../../../src/base/index.ts'
import type { FoundLine, GrepBatch, GrepQuery } from '../../../src/contracts/index.ts'
import { FileGrep } from '../../../src/agent/files/index.ts'
import { createGit } from '../../../src/agent/git/index.ts'
import { limitDefaults, type Workspace } from '../../../src/contracts/index.ts'
import { codeOf } from './harness.ts'
import { FilesFixture } from './worktree-files-fixture.ts'

const at = new FilesFixture({
  '.gitignore': 'ignored/\n',
  'src/a.ts': 'const user = 1\nconst User = user + users\n',
  'src/deep/b.js': '// user\n',
  'docs/guide.md': 'user ünder user\r\n',
  '.github/x.yml': 'user: 1\n',
})
const ripgrep = await findProgram('rg', process.env)
const env = { PATH: process.env['PATH'] }

const query = (over: Partial<GrepQuery> = {}): GrepQuery => ({
  pattern: 'user',
  matchCase: true,
  wholeWord: true,
  regex: false,
  include: [],
  exclude: [],
  ignored: false,
  ...over,
})

describe.each([
  ['git grep', null],
  ['ripgrep', ripgrep],
])('searching with %s', (by, program) => {
  test.skipIf(by === 'ripgrep' && program === null)(
    'finds the lines, with the place of each match',
    async () => {
      const { lines, last } = await search(program, query())
      expect(lines.map(({ path, line, column, at: where }) => [path, line, column, where])).toEqual([
        ['.github/x.yml', 1, 1, [[0, 4]]],
        [
          'docs/guide.md',
          1,
          1,
          [
            [0, 4],
            [11, 15],
          ],
        ],
        ['src/a.ts', 1, 7, [[6, 10]]],
        ['src/a.ts', 2, 14, [[13, 17]]],
        ['src/deep/b.js', 1, 4, [[3, 7]]],
      ])
      expect(last).toEqual({
        lines: [],
        total: { files: 4, lines: 5, matches: 6 },
        truncated: false,
        done: true,
        by,
      })
    },
  )

  test.skipIf(by === 'ripgrep' && program === null)('heeds case, words, expressions and globs', async () => {
    const paths = async (over: Partial<GrepQuery>): Promise<string[]> => [
      ...new Set((await search(program, query(over))).lines.map(({ path, line }) => `${path}:${line}`)),
    ]
    expect(await paths({ wholeWord: false, pattern: 'sers' })).toEqual(['src/a.ts:2'])
    expect(await paths({ matchCase: false, pattern: 'USER', include: ['*.ts'] })).toEqual([
      'src/a.ts:1',
      'src/a.ts:2',
    ])
    expect(await paths({ regex: true, pattern: '^const \\w+ = \\d' })).toEqual(['src/a.ts:1'])
    expect(await paths({ pattern: '.*', wholeWord: false })).toEqual([])
    expect(await paths({ include: ['src'], exclude: ['*.js'] })).toEqual(['src/a.ts:1', 'src/a.ts:2'])
    expect(await paths({ include: ['src/**/*.{js,md}', 'docs'] })).toEqual([
      'docs/guide.md:1',
      'src/deep/b.js:1',
    ])
    expect(await paths({ pattern: '--help', exclude: ['-x'] })).toEqual([])
  })

  test.skipIf(by === 'ripgrep' && program === null)(
    'finds untracked files, and ignored ones when asked',
    async () => {
      at.worktree.write({ 'new.txt': 'only here\n', 'ignored/x.txt': 'only here\n', 'x.bin': 'only here\0' })
      const paths = async (over: Partial<GrepQuery>): Promise<string[]> =>
        (await search(program, query({ pattern: 'only here', ...over }))).lines.map(({ path }) => path)
      expect(await paths({})).toEqual(['new.txt'])
      expect(await paths({ include: ['*.txt'] })).toEqual(['new.txt'])
      expect(await paths({ ignored: true })).toEqual(['ignored/x.txt', 'new.txt'])
    },
  )

  test.skipIf(by === 'ripgrep' && program === null)('says what is wrong with an expression', async () => {
    expect(await codeOf(search(program, query({ pattern: '(', regex: true })))).toBe('invalid_input')
  })

  test.skipIf(by === 'ripgrep' && program === null)(
    'ends at the limit, and when nobody listens',
    async () => {
      at.worktree.write({ 'many.txt': 'needle\n'.repeat(20_000) })
      const { lines, last } = await search(program, query({ pattern: 'needle' }))
      expect(lines).toHaveLength(limitDefaults.foundLines)
      expect(last).toMatchObject({ truncated: true, total: { lines: limitDefaults.foundLines } })
      for await (const batch of grep(program).grep({
        ...query({ pattern: 'needle' }),
        workspaceId: at.workspace.id,
      }))
        if (batch.lines.length > 0) break
    },
  )

  test.skipIf(by === 'ripgrep' && program === null)('a long line is cut around its first match', async () => {
    at.worktree.write({ 'long.js': `${'x'.repeat(5_000)}needle${'y'.repeat(5_000)}\n` })
    const { lines } = await search(program, query({ pattern: 'needle', wholeWord: false }))
    expect(lines[0]).toMatchObject({ column: 5_001, at: [[60, 66]] })
    expect(lines[0]?.text).toHaveLength(300)
  })
})

test('over the contract batches stream and the last one is done', async () => {
  const batches: GrepBatch[] = []
  const found = await at.client.files.grep({ ...query(), workspaceId: at.workspace.id })
  for await (const batch of found) batches.push(batch)
  expect(batches.at(-1)).toMatchObject({ done: true, total: { lines: 5 } })
  const wrong = async (): Promise<void> => {
    const bad = query({ pattern: '(', regex: true })
    for await (const batch of await at.client.files.grep({ ...bad, workspaceId: at.workspace.id }))
      batches.push(batch)
  }
  expect(await codeOf(wrong())).toBe('invalid_input')
})

const grep = (program: string | null): FileGrep =>
  new FileGrep({
    gitAt: createGit(env, () => 20_000),
    limits: () => limitDefaults,
    env,
    workspace: (): Workspace => at.workspace,
    ripgrep: () => Promise.resolve(program),
  })

async function search(
  program: string | null,
  wanted: GrepQuery,
): Promise<{ lines: FoundLine[]; last: GrepBatch | undefined }> {
  const lines: FoundLine[] = []
  let last: GrepBatch | undefined
  for await (const batch of grep(program).grep({ ...wanted, workspaceId: at.workspace.id })) {
    lines.push(...batch.lines)
    last = batch
  }
  const key = ({ path, line }: FoundLine): string => `${path} ${String(line).padStart(6, '0')}`
  return { lines: lines.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)), last }
}

import { z } from 'zod'
import { RunError, runLines } from '../../base/index.ts'
import type { GrepQuery } from '../../contracts/index.ts'

const Text = z.union([z.object({ text: z.string() }), z.object({ bytes: z.string() })])

/** What `rg --json` prints for a line that matches; other kinds of messages are left out. */
const Match = z.object({
  type: z.literal('match'),
  data: z.object({
    path: Text,
    lines: Text,
    line_number: z.number(),
    submatches: z.array(z.object({ start: z.number(), end: z.number() })),
  }),
})

export interface RipgrepLine {
  path: string
  line: number
  text: string
  /** Start and end of each match, in bytes of the line. */
  matches: { start: number; end: number }[]
}

/** Larger files are generated, and their lines would fill the screen. */
const mostFileSize = '8M'

/** Lines that match below a folder. Throws RunError for a pattern it does not take. */
export async function* ripgrep(
  program: string,
  query: GrepQuery & { excludeGlobs: readonly string[] },
  where: { cwd: string; env: Record<string, string | undefined>; signal?: AbortSignal | undefined },
): AsyncGenerator<RipgrepLine[]> {
  const args = [
    '--json',
    '--no-config',
    '--no-messages',
    '--no-follow',
    '--hidden',
    '--max-filesize',
    mostFileSize,
    '--glob',
    '!.git',
    ...query.excludeGlobs.flatMap((glob) => ['--glob', `!${glob}`]),
    ...(query.ignored ? ['--no-ignore'] : []),
    query.matchCase ? '--case-sensitive' : '--ignore-case',
    ...(query.wholeWord ? ['--word-regexp'] : []),
    ...(query.regex ? [] : ['--fixed-strings']),
    '-e',
    query.pattern,
    '--',
    '.',
  ]
  try {
    for await (const lines of runLines(program, args, { ...where, okExitCodes: [0, 1] }))
      yield lines.flatMap(parse)
  } catch (error) {
    // Without words: a file could not be read, and all others were searched.
    if (!(error instanceof RunError && error.exitCode === 2 && error.stderr.trim() === '')) throw error
  }
}

function parse(line: string): RipgrepLine[] {
  if (!line.startsWith('{"type":"match"')) return []
  const { data } = Match.parse(JSON.parse(line))
  const path = textOf(data.path).replace(/^\.\//, '')
  return [{ path, line: data.line_number, text: textOf(data.lines), matches: data.submatches }]
}

const textOf = (text: z.infer<typeof Text>): string =>
  'text' in text ? text.text : Buffer.from(text.bytes, 'base64').toString('latin1')

import type { GrepQuery } from '../../contracts/index.ts'
import { GitFailed, type GitRunner } from './runner.ts'

export interface GitGrepLine {
  path: string
  /** From 1. */
  line: number
  /** Of the first match, from 1, in bytes. */
  column: number
  text: string
}

/** Lines that match in tracked and untracked files. Globs are those of `git help glossary`, "pathspec", `glob`. */
export async function* gitGrep(
  git: GitRunner,
  query: GrepQuery & { includeGlobs: readonly string[]; excludeGlobs: readonly string[] },
  signal?: AbortSignal,
): AsyncGenerator<GitGrepLine[]> {
  const paths = [
    ...query.includeGlobs.map((glob) => `:(top,glob)${glob}`),
    ...query.excludeGlobs.map((glob) => `:(top,glob,exclude)${glob}`),
  ]
  const args = (kind: string): string[] => [
    'grep',
    '-n',
    '-z',
    '-I',
    '--column',
    '--no-color',
    '--full-name',
    '--untracked',
    ...(query.ignored ? ['--no-exclude-standard'] : []),
    ...(query.matchCase ? [] : ['-i']),
    ...(query.wholeWord ? ['-w'] : []),
    kind,
    '-e',
    query.pattern,
    '--',
    ...paths,
  ]
  try {
    yield* read(git, args(query.regex ? '-P' : '-F'), signal)
  } catch (error) {
    if (!(error instanceof GitFailed) || !/Perl-compatible/i.test(error.message)) throw error
    // A git that was built without them.
    yield* read(git, args('-E'), signal)
  }
}

async function* read(
  git: GitRunner,
  args: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<GitGrepLine[]> {
  for await (const lines of git.lines(args, signal)) yield lines.flatMap(parse)
}

function parse(output: string): GitGrepLine[] {
  const [path, line, column, ...text] = output.split('\0')
  return path && line && column
    ? [{ path, line: Number(line), column: Number(column), text: text.join('\0') }]
    : []
}

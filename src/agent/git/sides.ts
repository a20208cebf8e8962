import { decodeNames, pathspec } from './path-bytes.ts'
import { parseDiff, type DiffEntry } from './parse-diff.ts'
import type { GitOptions, GitRunner } from './runner.ts'
import { nulList } from './runner.ts'
import { withTemporaryIndex } from './temporary-index.ts'

/** What is compared: a commit or tree with the worktree, the index, or another commit or tree. */
export interface Sides {
  old: string
  new: { kind: 'worktree' } | { kind: 'index' } | { kind: 'commit'; commit: string }
}

export const worktreeSide = { kind: 'worktree' } as const

/** Same output whatever the user's configuration says. */
export const plainDiff = [
  // Larger files count as binary: nobody reads their lines, and counting them would take long.
  '-c',
  'core.bigFileThreshold=16m',
  '-c',
  'core.quotePath=off',
  'diff',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--no-relative',
  '--diff-algorithm=histogram',
  '--ignore-submodules=dirty',
  '--find-renames',
  '-z',
]

/** The commits of `git diff`. */
export const sideArgs = (sides: Sides): string[] => {
  switch (sides.new.kind) {
    case 'worktree':
      return [sides.old]
    case 'index':
      return ['--cached', sides.old]
    case 'commit':
      return [sides.old, sides.new.commit]
  }
}

/** Line ends alone do not make a line a changed one. */
export const spaceArgs = (ignoreSpace: boolean): string[] => [
  ignoreSpace ? '--ignore-all-space' : '--ignore-cr-at-eol',
]

type Run = (args: readonly string[]) => Promise<Buffer>

/**
 * Runs `work` with a git that sees `untracked` files of the worktree as added: by intent only, in an index of its
 * own. Without any, with the worktree's own index.
 */
export async function seeingUntracked<Result>(
  git: GitRunner,
  untracked: readonly string[],
  work: (run: Run) => Promise<Result>,
): Promise<Result> {
  if (untracked.length === 0) return work((args) => git.bytes(args))
  return withTemporaryIndex(git, async (indexed, env) => {
    const options: GitOptions = { env }
    // One that is gone again meanwhile does not hold up the rest.
    const add = ['--literal-pathspecs', '-c', 'advice.addEmbeddedRepo=false', 'add', '--intent-to-add']
    await addByName(indexed, add, untracked)
    return work((args) => git.bytes(args, options))
  })
}

/** Git compares each name with every file; of more names than this looking at all files is faster. */
const mostNamed = 200

async function addByName(
  indexed: (args: readonly string[], input?: string) => Promise<string>,
  add: readonly string[],
  names: readonly string[],
): Promise<void> {
  const [plain, escaped] = [
    names.filter((name) => name.isWellFormed()),
    names.filter((name) => !name.isWellFormed()),
  ]
  if (plain.length > mostNamed) await indexed(['add', '--all', '--intent-to-add', '--', '.'])
  else if (plain.length > 0)
    await indexed([...add, '--pathspec-from-file=-', '--pathspec-file-nul'], `${plain.join('\0')}\0`).catch(
      () =>
        // A file went away between the look and this: then all that is there.
        indexed(['add', '--all', '--intent-to-add', '--', '.']),
    )
  if (escaped.length > 0) await indexed(['add', '--intent-to-add', '--', ...escaped.map(pathspec)])
}

/** Untracked ones among `paths`. */
export async function untrackedAmong(git: GitRunner, paths: readonly string[]): Promise<string[]> {
  const args = ['ls-files', '--others', '-z', '--', ...paths.map(pathspec)]
  return nulList(decodeNames(await git.bytes(args)))
}

/** One file of a diff as git tells of it; undefined when it has no changes. */
export async function entryOf(
  git: GitRunner,
  sides: Sides,
  file: { path: string; oldPath: string | null },
): Promise<DiffEntry | undefined> {
  const paths = [file.path, ...(file.oldPath === null ? [] : [file.oldPath])]
  const untracked = sides.new.kind === 'worktree' ? await untrackedAmong(git, [file.path]) : []
  const args = [
    ...plainDiff,
    '--raw',
    '--numstat',
    '--no-abbrev',
    ...sideArgs(sides),
    '--',
    ...paths.map(pathspec),
  ]
  const output = await seeingUntracked(git, untracked, (run) => run(args))
  return parseDiff(decodeNames(output)).find(({ path }) => path === file.path)
}

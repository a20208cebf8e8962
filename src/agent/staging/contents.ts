import { lstat, realpath } from 'node:fs/promises'
import { isAbsolute, join, relative, sep } from 'node:path'
import { Failure } from '../../contracts/index.ts'
import { nulList, type GitRunner } from '../git/index.ts'
import { parseBlocks, splitLines, type Block, type Line } from './lines.ts'

/** A file at one place: in a commit, in the index, or in the worktree (there as git would store it). */
export interface Content {
  mode: string
  oid: string
}

export const submoduleMode = '160000'

/** A path that names something inside the worktree and not git's own folder. Throws `invalid_input`. */
export function checkPath(path: string): void {
  const parts = path.split(/[\\/]/)
  if (isAbsolute(path) || path.includes('\0') || parts.includes('..') || parts[0]?.toLowerCase() === '.git')
    throw new Failure('invalid_input', `${path} lies outside the worktree`, { details: { path: 'path' } })
}

export async function inCommit(git: GitRunner, commit: string, path: string): Promise<Content | null> {
  const [found] = nulList(await git(['--literal-pathspecs', 'ls-tree', '-z', commit, '--', path]))
  const [mode, type, oid] = found?.slice(0, found.indexOf('\t')).split(' ') ?? []
  return mode && oid && type !== 'tree' ? { mode, oid } : null
}

/** Throws `merge_conflict` for a file whose conflict is not resolved. */
export async function inIndex(git: GitRunner, path: string): Promise<Content | null> {
  const found = nulList(await git(['--literal-pathspecs', 'ls-files', '--stage', '-z', '--', path]))
  const own = found.filter((line) => line.slice(line.indexOf('\t') + 1) === path)
  if (own.some((line) => !/^\d+ [0-9a-f]+ 0\t/.test(line)))
    throw new Failure('merge_conflict', `${path} has a conflict that is not resolved`, {
      hint: 'Resolve it, then stage the whole file.',
      details: { files: [path] },
    })
  const [mode, oid] = own[0]?.split(' ') ?? []
  return mode && oid ? { mode, oid } : null
}

/** Stores what the file holds, as git would on adding it. Null when it is not there, or is no file or link. */
export async function inWorktree(git: GitRunner, path: string): Promise<Content | null> {
  const file = join(git.folder, path)
  try {
    const parent = relative(await realpath(git.folder), await realpath(join(file, '..')))
    if (parent === '..' || parent.startsWith(`..${sep}`) || isAbsolute(parent))
      throw new Failure('invalid_input', `${path} lies outside the worktree`)
    const found = await lstat(file)
    // A link's content is its target, which hashing a file would follow: the index does it right.
    if (found.isSymbolicLink()) return { mode: '120000', oid: `link ${found.mtimeMs}` }
    if (!found.isFile()) return null
    const oid = await git(['hash-object', '-w', `--path=${path}`, '--', file])
    return { mode: found.mode & 0o100 ? '100755' : '100644', oid: oid.trim() }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw error
  }
}

/** Lines of a content; none where there is none. */
export const linesOf = async (git: GitRunner, content: Content | null): Promise<Line[]> =>
  content ? splitLines(await git.bytes(['show', content.oid])) : []

export async function store(git: GitRunner, bytes: Buffer): Promise<string> {
  return (await git(['hash-object', '-w', '--stdin'], { input: bytes })).trim()
}

/**
 * The lines that differ between two contents, as the screen's diffs find them. Throws `invalid_input` for what has no
 * lines: links, submodules, binary files.
 */
export async function blocksOf(
  git: GitRunner,
  path: string,
  old: Content | null,
  now: Content | null,
): Promise<Block[]> {
  for (const content of [old, now]) if (content && !content.mode.startsWith('100')) throw wholeOnly(path)
  if (old?.oid === now?.oid) return []
  const empty = async (): Promise<string> => store(git, Buffer.alloc(0))
  const diff = await git([
    '-c',
    'core.bigFileThreshold=16m',
    '-c',
    'diff.interHunkContext=0',
    'diff',
    '--no-ext-diff',
    '--no-textconv',
    '--no-color',
    '--diff-algorithm=histogram',
    '--unified=0',
    old?.oid ?? (await empty()),
    now?.oid ?? (await empty()),
  ])
  if (/^Binary files /m.test(diff) && !diff.includes('\n@@ ')) throw wholeOnly(path)
  return parseBlocks(diff)
}

const wholeOnly = (path: string): Failure =>
  new Failure('invalid_input', `${path} has no lines to choose from`, {
    hint: 'Act on the whole file.',
    details: { path },
  })

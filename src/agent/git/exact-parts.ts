import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { z } from 'zod'
import type { GitRunner } from './runner.ts'
import { withTemporaryIndex, type GitWithIndex } from './temporary-index.ts'

/**
 * What a tree does not say of a worktree. Paths are as git quotes them (git-config(1), core.quotePath): pure ASCII
 * whatever bytes a name has, and read back by git itself.
 */
export const ExactInfo = z.object({
  version: z.literal(1),
  /** Commit that was checked out; null on a branch without commits. */
  head: z.string().nullable(),
  /** Branch that was checked out, as a full ref; null when HEAD was detached. */
  ref: z.string().nullable(),
  /** Tree of the index; null where `entries` holds it, since conflicts make no tree. */
  staged: z.string().nullable(),
  entries: z.string().nullable(),
  /** Files of which only the name is staged (`git add -N`). */
  intended: z.array(z.string()),
  /** Patterns of a sparse checkout; null when all is checked out. */
  sparse: z.object({ cone: z.boolean(), patterns: z.string() }).nullable(),
  /** Submodules that were filled. */
  submodules: z.array(z.string()),
})
export type ExactInfo = z.infer<typeof ExactInfo>

const quotedNames = ['-c', 'core.quotePath=true']
const lines = (output: string): string[] => output.split('\n').filter((line) => line !== '')

/**
 * Writes the parts as a tree: `info`, the index's tree as `staged`, and below `raw` every file whose bytes git would
 * not give back from the tree `cleaned`, because filters and line endings change them. `entries` lists that tree.
 */
export async function writeExactParts(
  git: GitRunner,
  at: Pick<ExactInfo, 'head' | 'ref' | 'staged'>,
  entries: string,
): Promise<string> {
  const [raw, listing, intended, sparse, submodules] = await Promise.all([
    rawTree(git, entries),
    at.staged === null ? git([...quotedNames, 'ls-files', '--stage']) : null,
    git([...quotedNames, 'diff-files', '--name-only', '--diff-filter=A', '--ignore-submodules=all']),
    sparseOf(git),
    filledSubmodules(git),
  ])
  const info: ExactInfo = {
    version: 1,
    ...at,
    entries: listing,
    intended: lines(intended),
    sparse,
    submodules,
  }
  const blob = (await git(['hash-object', '-w', '--stdin'], { input: JSON.stringify(info) })).trim()
  const conflicts = listing === null ? null : await conflictsTree(git, listing)
  const rows = [
    ...(conflicts === null ? [] : [`040000 tree ${conflicts}\tconflicts`]),
    `100644 blob ${blob}\tinfo`,
    ...(raw === null ? [] : [`040000 tree ${raw}\traw`]),
    ...(at.staged === null ? [] : [`040000 tree ${at.staged}\tstaged`]),
  ]
  return (await git(['mktree'], { input: `${rows.join('\n')}\n` })).trim()
}

/** Keeps the versions of files that conflict, which only the index refers to. */
async function conflictsTree(git: GitRunner, listing: string): Promise<string | null> {
  const rows = lines(listing).flatMap((line) => {
    const [columns = '', path = ''] = line.split('\t')
    const [mode, object, stage] = columns.split(' ')
    const below = path.startsWith('"') ? `"${stage}/${path.slice(1)}` : `${stage}/${path}`
    return stage === '0' ? [] : [`${mode} ${object}\t${below}`]
  })
  return rows.length === 0 ? null : treeOf(git, rows)
}

/** Null when git would give back every file as it is. */
async function rawTree(git: GitRunner, entries: string): Promise<string | null> {
  const suspects = await mayDiffer(git)
  const known = lines(entries).flatMap((line) => {
    const [mode = '', object = ''] = line.split(' ')
    const path = line.slice(line.indexOf('\t') + 1)
    return mode.startsWith('100') && suspects.has(path) ? { mode, object, path } : []
  })
  if (known.length === 0) return null
  const input = `${known.map(({ path }) => path).join('\n')}\n`
  const hashed = lines(
    await git(['hash-object', '-w', '--no-filters', '--stdin-paths'], { input, slow: true }),
  )
  const differing = known.flatMap(({ mode, object, path }, at) =>
    hashed[at] === object ? [] : [`${mode} ${hashed[at]}\t${path}`],
  )
  return differing.length === 0 ? null : treeOf(git, differing)
}

const treeOf = (git: GitRunner, rows: readonly string[]): Promise<string> =>
  withTemporaryIndex(git, async (indexed) => {
    await indexed(['read-tree', '--empty'])
    await indexed(['update-index', '--index-info'], `${rows.join('\n')}\n`)
    return (await indexed(['write-tree'])).trim()
  })

/** Files that are not surely what a checkout writes: changed, staged, untracked, or with other line endings. */
async function mayDiffer(git: GitRunner): Promise<Set<string>> {
  const [changed, staged, untracked, endings, autocrlf] = await Promise.all([
    git([...quotedNames, 'diff-files', '--name-only']),
    git([...quotedNames, 'diff-index', '--cached', '--name-only', 'HEAD']).catch(() => null),
    git([...quotedNames, 'ls-files', '--others', '--exclude-standard']),
    git([...quotedNames, 'ls-files', '--eol'], { slow: true }),
    git(['config', 'core.autocrlf']).catch(() => ''),
  ])
  // Without a commit everything that is in the index is staged.
  const all = staged === null ? await git([...quotedNames, 'ls-files']) : staged
  return new Set([
    ...lines(changed),
    ...lines(all),
    ...lines(untracked),
    ...unusualEndings(endings, autocrlf.trim() === 'true'),
  ])
}

/** Files of `git ls-files --eol` whose line endings a checkout would write in another way. */
export function unusualEndings(output: string, crlfByDefault: boolean): string[] {
  return lines(output).flatMap((line) => {
    const [columns = '', path = ''] = line.split('\t')
    const [index, worktree, attribute = ''] = columns.trim().split(/\s+/)
    if (index === undefined || worktree === undefined || worktree === 'w/') return []
    if (index === 'i/-text' || worktree === 'w/-text') return []
    const writesCrlf = columns.includes('eol=crlf') || (crlfByDefault && attribute !== 'attr/-text')
    const expected = index === 'i/lf' && writesCrlf ? 'w/crlf' : index.replace('i/', 'w/')
    return worktree === expected ? [] : path
  })
}

async function sparseOf(git: GitRunner): Promise<ExactInfo['sparse']> {
  if ((await git(['config', '--type=bool', 'core.sparseCheckout']).catch(() => '')).trim() !== 'true')
    return null
  const cone = (await git(['config', '--type=bool', 'core.sparseCheckoutCone']).catch(() => '')).trim()
  return { cone: cone === 'true', patterns: await git(['sparse-checkout', 'list']) }
}

/** Quoted paths of submodules that have their files, outermost only. */
async function filledSubmodules(git: GitRunner): Promise<string[]> {
  const links = lines(await git([...quotedNames, 'ls-files', '--stage'])).filter((line) =>
    line.startsWith('160000'),
  )
  const filled: string[] = []
  for (const line of links) {
    const path = line.slice(line.indexOf('\t') + 1)
    if (!path.startsWith('"') && (await isFilled(git, path))) filled.push(path)
  }
  return filled
}

const isFilled = (git: GitRunner, path: string): Promise<boolean> =>
  readFile(resolve(git.folder, path, '.git')).then(
    () => true,
    () => false,
  )

/** Every entry of an index of which all files were added, as `writeExactParts` wants it. */
export const entriesOf = (indexed: GitWithIndex): Promise<string> =>
  indexed([...quotedNames, 'ls-files', '--stage'])

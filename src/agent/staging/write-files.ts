import { lstat, rm, rmdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { nulList, withTemporaryIndex, type GitRunner } from '../git/index.ts'
import { inWorktree, type Content } from './contents.ts'

/** What a path is to be; null: not there. */
export type Wanted = ReadonlyMap<string, Content | null>

/** Puts entries into an index, or takes them out, all at once. */
export async function writeIndex(
  run: (args: readonly string[], input: string) => Promise<unknown>,
  wanted: Wanted,
): Promise<void> {
  if (wanted.size === 0) return
  const lines = [...wanted].map(([path, content]) =>
    content ? `${content.mode} ${content.oid}\t${path}\0` : `0 ${'0'.repeat(40)}\t${path}\0`,
  )
  await run(['update-index', '-z', '--index-info'], lines.join(''))
}

/** Writes files as git checks them out (line ends, filters), not touching the worktree's own index. */
export async function writeWorktree(git: GitRunner, wanted: Wanted): Promise<void> {
  const written = [...wanted].filter(([, content]) => content !== null)
  if (written.length > 0)
    await withTemporaryIndex(git, async (indexed) => {
      await writeIndex(indexed, new Map(written))
      await indexed(
        ['checkout-index', '-z', '--stdin', '--force'],
        written.map(([path]) => `${path}\0`).join(''),
      )
    })
  for (const [path, content] of wanted) if (content === null) await removeFile(git.folder, path)
}

/** The folders above go too, as long as nothing else is in them. */
async function removeFile(worktree: string, path: string): Promise<void> {
  await rm(join(worktree, path), { force: true })
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder))
    try {
      await rmdir(resolve(worktree, folder))
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOENT') return
      throw error
    }
}

/** Entries of the index for exactly these paths. */
export async function indexEntries(
  git: GitRunner,
  paths: readonly string[],
): Promise<Map<string, Content | null>> {
  const entries = new Map<string, Content | null>(paths.map((path) => [path, null]))
  const args = ['--literal-pathspecs', 'ls-files', '--stage', '-z', '--', ...paths]
  for (const line of nulList(await git(args))) {
    const [mode = '', oid = ''] = line.split(' ')
    const path = line.slice(line.indexOf('\t') + 1)
    if (entries.has(path)) entries.set(path, { mode, oid })
  }
  return entries
}

/** Tells the content of a path in the worktree from any other; null when nothing is there. */
export async function worktreeId(git: GitRunner, path: string): Promise<string | null> {
  const content = await inWorktree(git, path)
  if (!content) return null
  if (!content.mode.startsWith('120')) return content.oid
  const { mtimeMs } = await lstat(join(git.folder, path))
  return (await git(['hash-object', '--stdin'], { input: `link ${mtimeMs}` })).trim()
}

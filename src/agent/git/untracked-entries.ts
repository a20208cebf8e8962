import { lstat, open } from 'node:fs/promises'
import { join } from 'node:path'
import { isBinary } from './decode-text.ts'
import { pathBytes } from './path-bytes.ts'
import type { DiffEntry } from './parse-diff.ts'

/** As git does with `bigFile`: larger files count as binary. */
const largestCounted = 16 * 1024 * 1024
/** Files read at the same time. */
const atOnce = 32

/**
 * What `git diff --raw --numstat` would say of untracked files, without asking it: telling git of them takes an index
 * of its own. Files that are gone meanwhile are left out. `paths` are as `git status` gives them.
 */
export async function untrackedEntries(worktree: string, paths: readonly string[]): Promise<DiffEntry[]> {
  const found: (DiffEntry | null)[] = []
  for (let at = 0; at < paths.length; at += atOnce)
    found.push(...(await Promise.all(paths.slice(at, at + atOnce).map((path) => entryOf(worktree, path)))))
  return found.filter((entry) => entry !== null)
}

async function entryOf(worktree: string, path: string): Promise<DiffEntry | null> {
  const added = (name: string, newMode: string, lines: number | null): DiffEntry => ({
    path: name,
    oldPath: null,
    status: 'A',
    added: lines ?? 0,
    removed: 0,
    binary: lines === null,
    oldMode: null,
    newMode,
    oldOid: null,
    newOid: null,
  })
  // A repository inside the worktree: git keeps one line of it, the commit it is at.
  if (path.endsWith('/')) return added(path.slice(0, -1), '160000', 1)
  const file = Buffer.concat([Buffer.from(join(worktree, '/')), pathBytes(path)])
  try {
    const { size, mode } = await lstat(file)
    const kind = mode & 0o170_000
    if (kind === 0o120_000) return added(path, '120000', 1)
    if (kind !== 0o100_000) return null
    return added(path, (mode & 0o100) === 0 ? '100644' : '100755', await countLines(file, size))
  } catch {
    // Gone again, or not to be read: the next look tells.
    return null
  }
}

/** Null for a binary file. */
async function countLines(file: Buffer, size: number): Promise<number | null> {
  if (size === 0) return 0
  if (size > largestCounted) return null
  const handle = await open(file, 'r')
  try {
    const bytes = await handle.readFile()
    if (isBinary(bytes)) return null
    let lines = 0
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++
    return bytes.at(-1) === 10 ? lines : lines + 1
  } finally {
    await handle.close()
  }
}

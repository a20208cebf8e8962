import type { Dirent } from 'node:fs'
import { readdir, readlink, realpath, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import {
  Failure,
  type FolderEntry,
  type FolderContents,
  type WorkspaceRepository,
} from '../../contracts/index.ts'
import { entryOf, type OpenFolder } from '../confine/index.ts'
import { ignoredAmong, type GitRunner } from '../git/index.ts'
import { atPath, isGitsOwn } from './worktree-path.ts'

/** A name that is no UTF-8 comes back with this, and would not be found again. */
const unreadable = '\uFFFD'

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** What is in a folder of a worktree, folders first, then by name. Throws `file_not_found`, `invalid_input`. */
export function listFolder(
  git: GitRunner,
  repository: WorkspaceRepository,
  path: string,
  mostEntries: number,
): Promise<FolderContents> {
  return atPath(repository, path, { folder: true }, async ({ folder }) => {
    const found = (await readdir(entryOf(folder, ''), { withFileTypes: true })).filter(
      ({ name }) => !isGitsOwn(name),
    )
    const all = found.toSorted(
      (a, b) => Number(b.isDirectory()) - Number(a.isDirectory()) || byName.compare(a.name, b.name),
    )
    const listed = all.slice(0, mostEntries)
    const [entries, ignored] = await Promise.all([
      Promise.all(listed.map((entry) => entryAs(repository, path, folder, entry))),
      ignoredIn(git, repository, folder, listed),
    ])
    return {
      path,
      entries: entries.map((entry) => ({ ...entry, ignored: ignored.has(entry.name) })),
      truncated: all.length > listed.length,
    }
  })
}

async function entryAs(
  repository: WorkspaceRepository,
  path: string,
  folder: OpenFolder,
  entry: Dirent,
): Promise<Omit<FolderEntry, 'ignored'>> {
  const { name } = entry
  if (name.includes(unreadable)) return { name, kind: 'other', link: null }
  if (entry.isDirectory()) return { name, kind: 'folder', link: null }
  if (!entry.isSymbolicLink()) return { name, kind: entry.isFile() ? 'file' : 'other', link: null }
  // Gone again, or no link any more: then it says nothing.
  const link = await readlink(entryOf(folder, name)).catch(() => '')
  return { name, kind: await leadsTo(repository, join(path, name)), link }
}

/** What a link leads to inside the worktree; `other` for what lies outside of it or is not there. */
async function leadsTo(repository: WorkspaceRepository, path: string): Promise<FolderEntry['kind']> {
  try {
    return await atPath(repository, path, {}, async ({ folder, name }) => {
      const found = await stat(entryOf(folder, name))
      return found.isDirectory() ? 'folder' : found.isFile() ? 'file' : 'other'
    })
  } catch (error) {
    if (error instanceof Failure) return 'other'
    throw error
  }
}

/** Git is asked about the folder where it really lies: it does not look beyond links. */
async function ignoredIn(
  git: GitRunner,
  { worktree }: WorkspaceRepository,
  folder: OpenFolder,
  entries: readonly Dirent[],
): Promise<Set<string>> {
  const at = relative(await realpath(worktree), await realpath(entryOf(folder, '')))
  const names = new Map(
    entries.map((entry) => [join(at, entry.name) + (entry.isDirectory() ? '/' : ''), entry.name]),
  )
  const ignored = await ignoredAmong(git, [...names.keys()])
  return new Set([...ignored].flatMap((path) => names.get(path) ?? []))
}

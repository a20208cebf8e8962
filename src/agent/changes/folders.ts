import { lstat, readdir } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { GitFailed, nulList, type GitRunner } from '../git/index.ts'

/** Folders worth watching: those that hold files git tracks or would offer to add. */
export async function watchedFolders(
  git: GitRunner,
  withFolders: boolean,
): Promise<{ folders: string[]; gitFolder: string }> {
  const [files, gitFolder] = await Promise.all([
    withFolders ? git(['ls-files', '-z', '--cached', '--others', '--exclude-standard']) : '',
    git(['rev-parse', '--absolute-git-dir']),
  ])
  return { folders: foldersOf(nulList(files), git.folder), gitFolder: resolve(gitFolder.trim()) }
}

/** The folders of `files` (relative to `root`) with all their parents, `root` included; absolute. */
export function foldersOf(files: readonly string[], root: string): string[] {
  const found = new Set(['.'])
  for (const file of files)
    for (let folder = dirname(file); !found.has(folder); folder = dirname(folder)) found.add(folder)
  return [...found].map((folder) => join(root, folder))
}

/** A new tree deeper than this is left to the next change in it. */
const mostLevels = 32

/** Of paths that appeared, the folders that git does not ignore, and the folders in them: they may still be empty. */
export async function newFolders(git: GitRunner, appeared: readonly string[]): Promise<string[]> {
  const found: string[] = []
  let level = await onlyFolders(appeared)
  for (let depth = 0; level.length > 0 && depth < mostLevels; depth++) {
    const kept = await notIgnored(git, level)
    found.push(...kept)
    level = (await Promise.all(kept.map(subfolders))).flat()
  }
  return found
}

async function onlyFolders(paths: readonly string[]): Promise<string[]> {
  const checked = await Promise.all(
    paths.map(async (path) => {
      const found = await lstat(path).catch(() => null)
      return found?.isDirectory() ? path : null
    }),
  )
  return checked.filter((path) => path !== null)
}

async function subfolders(folder: string): Promise<string[]> {
  // Gone again: nothing to watch.
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name))
}

async function notIgnored(git: GitRunner, folders: readonly string[]): Promise<string[]> {
  const inside = folders.filter((folder) => {
    const parts = relative(git.folder, folder).split(/[\\/]/)
    return parts[0] !== '..' && !parts.includes('.git')
  })
  if (inside.length === 0) return []
  try {
    const ignored = new Set(
      nulList(await git(['check-ignore', '-z', '--stdin'], { input: `${inside.join('\0')}\0` })),
    )
    return inside.filter((folder) => !ignored.has(folder))
  } catch (error) {
    // Exit status 1: none of them is ignored.
    if (error instanceof GitFailed && error.exitCode === 1) return inside
    throw error
  }
}

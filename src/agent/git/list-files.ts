import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { nulList, type GitRunner } from './runner.ts'

/** Commits that are looked through for what was changed lately. */
const mostCommits = 400
/** Changed files whose times are asked of the file system; of more than these the order means nothing. */
const mostDated = 500
/** Submodules stand in the index as files; they are folders. */
const submodule = '160000'

export interface ListedFiles {
  /** Tracked and untracked files that exist, ignored ones left out; relative to the worktree. */
  paths: string[]
  /** What differs from HEAD, with its time in milliseconds (0 where there is none). */
  uncommitted: Map<string, number>
  /** What the last commits changed, newest first, with the time of the commit in milliseconds. */
  committed: Map<string, number>
}

/** All files of a worktree and which of them were changed lately. Takes as long as `git status`. */
export async function listFiles(git: GitRunner): Promise<ListedFiles> {
  const [index, status, log] = await Promise.all([
    git(['ls-files', '-z', '--stage']),
    git(['status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames']),
    // A branch without commits has no log.
    git([
      'log',
      '-z',
      '--format=%x01%ct',
      '--name-only',
      '--no-renames',
      '-n',
      `${mostCommits}`,
      'HEAD',
    ]).catch(() => ''),
  ])
  const { changed, untracked, deleted } = parseStatus(status)
  const tracked = parseIndex(index)
  for (const path of deleted) tracked.delete(path)
  const dated = await Promise.all(
    [...untracked, ...changed].map(
      async (path, place) => [path, await changedAt(git.folder, path, place)] as const,
    ),
  )
  return {
    // First what is not committed: should there be too many, it is the last to miss.
    paths: [...new Set([...untracked, ...changed, ...tracked])],
    uncommitted: new Map(dated),
    committed: parseLog(log),
  }
}

async function changedAt(folder: string, path: string, place: number): Promise<number> {
  if (place >= mostDated) return 0
  const found = await lstat(join(folder, path)).catch(() => null)
  return Math.floor(found?.mtimeMs ?? 0)
}

/** Paths of `git ls-files -z --stage`; a file with conflicts stands there several times. */
export function parseIndex(output: string): Set<string> {
  const paths = new Set<string>()
  for (const entry of nulList(output))
    if (!entry.startsWith(submodule)) paths.add(entry.slice(entry.indexOf('\t') + 1))
  return paths
}

/** `git status --porcelain=v1 -z --no-renames` as paths: changed and still there, untracked, gone. */
export function parseStatus(output: string): { changed: string[]; untracked: string[]; deleted: string[] } {
  const changed: string[] = []
  const untracked: string[] = []
  const deleted: string[] = []
  for (const entry of nulList(output)) {
    const path = entry.slice(3)
    if (entry.startsWith('??')) {
      // A repository inside the worktree is listed as a folder.
      if (!path.endsWith('/')) untracked.push(path)
    } else (entry[1] === 'D' || entry.startsWith('D ') ? deleted : changed).push(path)
  }
  return { changed, untracked, deleted }
}

/** `git log -z --format=%x01%ct --name-only` as each path's newest time, newest first. */
export function parseLog(output: string): Map<string, number> {
  const times = new Map<string, number>()
  let time = 0
  let first = false
  for (const entry of nulList(output)) {
    if (/^\u0001\d+$/.test(entry)) {
      time = Number(entry.slice(1)) * 1000
      first = true
      continue
    }
    // A line break parts the first name from the header.
    const path = first && entry.startsWith('\n') ? entry.slice(1) : entry
    first = false
    if (!times.has(path)) times.set(path, time)
  }
  return times
}

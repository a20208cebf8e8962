import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  Failure,
  type ChangedFile,
  type RepositoryDiff,
  type RepositoryState,
  type WorkspaceRepository,
} from '../../contracts/index.ts'
import { headCommit } from './head.ts'
import { lookAtStatus, type StatusOfFiles } from './look-at-status.ts'
import { decodeNames, pathBytes } from './path-bytes.ts'
import { parseDiff, type DiffEntry } from './parse-diff.ts'
import type { GitRunner } from './runner.ts'
import { plainDiff, seeingUntracked, sideArgs, spaceArgs, worktreeSide, type Sides } from './sides.ts'
import { untrackedEntries } from './untracked-entries.ts'

/** Where the worktree's branch left its base branch; the base commit when that branch is gone. */
export async function mergeBase(git: GitRunner, repository: WorkspaceRepository): Promise<string> {
  // In full first: a tag of the same name would win over the branch.
  for (const revision of [`refs/heads/${repository.baseBranch}`, repository.baseBranch]) {
    const base = await git(['merge-base', 'HEAD', '--end-of-options', revision]).catch(() => '')
    if (base) return base.trim()
  }
  return repository.baseCommit
}

export interface ListOptions {
  maxFiles: number
  ignoreSpace?: boolean
}

/** HEAD of a worktree. Throws `worktree_failed` on a branch without commits. */
export async function requireHead(git: GitRunner, repository: WorkspaceRepository): Promise<string> {
  const head = await headCommit(git)
  if (head !== null) return head
  throw new Failure('worktree_failed', `The worktree of ${repository.name} is on a branch without commits`, {
    hint: `Commit something there, or go back with: git switch ${repository.branch}`,
  })
}

/**
 * All that differs between the merge base and the worktree: committed, staged, changed and untracked files.
 * Throws `worktree_failed` on a branch without commits.
 */
export async function diffRepository(
  git: GitRunner,
  repository: WorkspaceRepository,
  maxFiles: number,
): Promise<RepositoryDiff> {
  return listChanges(git, repository, mergeBase(git, repository), worktreeSide, { maxFiles })
}

/**
 * The files that differ between two sides. `old` may still be looked up: what does not need it goes on meanwhile.
 * Untracked files are seen as added, so that renames to them are found too.
 */
export async function listChanges(
  git: GitRunner,
  repository: WorkspaceRepository,
  old: Promise<string>,
  newSide: Sides['new'],
  { maxFiles, ignoreSpace = false }: ListOptions,
): Promise<RepositoryDiff> {
  const args = [...plainDiff, '--raw', '--numstat', '--no-abbrev', ...spaceArgs(ignoreSpace)]
  const still = newSide.kind === 'commit'
  const [oldCommit, head, status, tracked] = await Promise.all([
    old,
    still ? newSide.commit : requireHead(git, repository),
    still ? null : lookAtStatus(git),
    old.then((commit) => git.bytes([...args, ...sideArgs({ old: commit, new: newSide }), '--'])),
  ])
  const untracked = newSide.kind === 'worktree' ? (status?.untracked ?? []) : []
  let entries = parseDiff(decodeNames(tracked))
  if (untracked.length > 0 && entries.some((entry) => entry.status === 'D')) {
    // An untracked file may be one that was there under another name: only git can tell.
    const all = [...args, ...sideArgs({ old: oldCommit, new: newSide }), '--']
    entries = parseDiff(decodeNames(await seeingUntracked(git, untracked, (run) => run(all))))
  } else if (untracked.length > 0) {
    const known = new Set(entries.map(({ path }) => path))
    const fresh = await untrackedEntries(repository.worktree, untracked)
    entries.push(...fresh.filter(({ path }) => !known.has(path)))
  }
  entries = entries.toSorted((a, b) => (a.path < b.path ? -1 : 1))
  const shown = entries.slice(0, maxFiles)
  const flags = flagsOf(status)
  const files = await Promise.all(
    shown.map(async (entry) => ({
      ...changedFile(entry),
      ...flags(entry),
      stamp: await stampOf(repository.worktree, entry, newSide),
    })),
  )
  return {
    repositoryId: repository.repositoryId,
    repository: repository.name,
    branch: repository.branch,
    baseBranch: repository.baseBranch,
    mergeBase: oldCommit,
    head,
    files,
    truncated: entries.length > maxFiles,
    added: entries.reduce((sum, entry) => sum + entry.added, 0),
    removed: entries.reduce((sum, entry) => sum + entry.removed, 0),
    uncommittedFiles: status ? countUncommittedFiles(status, entries) : 0,
  }
}

const changedFile = ({
  oldOid: _old,
  newOid: _new,
  ...entry
}: DiffEntry): Omit<ChangedFile, keyof Flags | 'stamp'> => ({
  ...entry,
  viewed: false,
})

type Flags = Pick<ChangedFile, 'staged' | 'unstaged' | 'uncommitted'>

function flagsOf(status: StatusOfFiles | null): (entry: DiffEntry) => Flags {
  if (!status) return () => ({ staged: false, unstaged: false, uncommitted: false })
  const { staged, unstaged } = status
  const untracked = new Set(status.untracked)
  return ({ path, oldPath }) => {
    const names = oldPath === null ? [path] : [path, oldPath]
    const flags = {
      staged: names.some((name) => staged.has(name)),
      unstaged: names.some((name) => unstaged.has(name) || untracked.has(name)),
    }
    return { ...flags, uncommitted: flags.staged || flags.unstaged }
  }
}

/** A rename is one file to the user, and two names to git. */
function countUncommittedFiles(status: StatusOfFiles, entries: readonly DiffEntry[]): number {
  const dirty = new Set([...status.staged, ...status.unstaged, ...status.untracked])
  const renames = entries.filter(
    ({ path, oldPath }) => oldPath !== null && dirty.has(path) && dirty.has(oldPath),
  )
  return dirty.size - renames.length
}

/** A file without an object is told by size and time, as git itself does. */
async function stampOf(worktree: string, entry: DiffEntry, newSide: Sides['new']): Promise<string> {
  const { oldOid, newOid, oldMode, newMode, path } = entry
  const known = `${oldMode}:${oldOid}:${newMode}:${newOid}`
  if (newSide.kind !== 'worktree' || newOid !== null || newMode === null) return known
  try {
    const { size, mtimeMs } = await lstat(Buffer.concat([Buffer.from(join(worktree, '/')), pathBytes(path)]))
    return `${known}:${size}:${mtimeMs}`
  } catch {
    // Gone since git looked; the next look tells so.
    return known
  }
}

/** What differs between two recorded states of a repository. */
export function diffStates(
  git: GitRunner,
  repository: WorkspaceRepository,
  { before, after }: { before: RepositoryState; after: RepositoryState },
  maxFiles: number,
): Promise<RepositoryDiff> {
  const newSide = { kind: 'commit', commit: after.commit } as const
  return listChanges(git, repository, Promise.resolve(before.commit), newSide, { maxFiles })
}

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  Failure,
  type ConflictFile,
  type GitOperationKind,
  type RepositoryConflicts,
  type ResolveWith,
  type WorkspaceRepository,
} from '../../contracts/index.ts'
import { gitFolderOf, nulList, operationIn, type GitRunner } from '../git/index.ts'

/** Stages of a path in the index: 1 the common ancestor, 2 ours, 3 theirs (git-ls-files(1)). */
type Stages = ReadonlySet<number>

/** Reads `git ls-files --unmerged -z`: path → stages. */
export function parseUnmerged(output: string): Map<string, Stages> {
  const files = new Map<string, Set<number>>()
  for (const entry of nulList(output)) {
    const found = /^\d+ [0-9a-f]+ ([123])\t(.+)$/s.exec(entry)
    if (!found) continue
    const path = found[2] ?? ''
    files.set(path, (files.get(path) ?? new Set()).add(Number(found[1])))
  }
  return files
}

function sideOf(stages: Stages, side: 2 | 3): ConflictFile['ours'] {
  const [was, is] = [stages.has(1), stages.has(side)]
  if (is) return was ? 'modified' : 'added'
  return was ? 'deleted' : 'absent'
}

/** Lines that begin a conflict, as git writes them. */
export const countMarkers = (text: string): number => text.match(/^<{7}(?: |$)/gm)?.length ?? 0
/** As git does it: a NUL byte early on. */
const looksBinary = (content: Buffer): boolean => content.subarray(0, 8_000).includes(0)

async function conflictFile(worktree: string, path: string, stages: Stages): Promise<ConflictFile> {
  // A folder or nothing may be in its place.
  const content = await readFile(join(worktree, path)).catch(() => null)
  const binary = content !== null && looksBinary(content)
  const markers = content === null || binary ? 0 : countMarkers(content.toString('utf8'))
  const onBothSides = stages.has(2) && stages.has(3)
  return {
    path,
    ours: sideOf(stages, 2),
    theirs: sideOf(stages, 3),
    markers,
    binary,
    ready: content !== null && onBothSides && !binary && markers === 0,
  }
}

/** What is in conflict in a worktree; null when git has nothing half done there. */
export async function readConflicts(
  git: GitRunner,
  { repositoryId, name, branch, worktree, baseBranch }: WorkspaceRepository,
): Promise<RepositoryConflicts | null> {
  const operation = operationIn(await gitFolderOf(git))
  if (operation === null) return null
  const unmerged = parseUnmerged(await git(['ls-files', '--unmerged', '-z']))
  return {
    repositoryId,
    repository: name,
    branch,
    worktree,
    kind: operation.kind,
    ...(await sideNames(git, operation.kind, branch, baseBranch)),
    files: await Promise.all([...unmerged].map(([path, stages]) => conflictFile(worktree, path, stages))),
  }
}

const heads: Readonly<Record<GitOperationKind, string>> = {
  merge: 'MERGE_HEAD',
  rebase: 'REBASE_HEAD',
  'cherry-pick': 'CHERRY_PICK_HEAD',
  revert: 'REVERT_HEAD',
}

async function sideNames(git: GitRunner, kind: GitOperationKind, branch: string, base: string) {
  const title = (await git(['log', '-1', '--format=%h %s', heads[kind], '--']).catch(() => '')).trim()
  if (kind === 'rebase') return { oursName: `${base} and what is on it by now`, theirsName: title || branch }
  return { oursName: branch, theirsName: title || kind }
}

/**
 * Settles one file: as it is on disk, or as a side had it, where that one has deleted it by deleting it. What is on
 * disk is backed up by the caller. Throws `invalid_input` for a file that is not in conflict, `merge_conflict` for
 * one that still holds markers.
 */
export async function resolveFile(
  git: GitRunner,
  { worktree }: WorkspaceRepository,
  path: string,
  how: ResolveWith,
): Promise<void> {
  const stages = parseUnmerged(await git(['ls-files', '--unmerged', '-z', '--', `:(literal)${path}`])).get(
    path,
  )
  if (!stages) throw new Failure('invalid_input', `${path} is not in conflict`)
  if (how === 'file') {
    const { markers } = await conflictFile(worktree, path, stages)
    if (markers > 0)
      throw new Failure('merge_conflict', `${path} still holds ${markers} conflict markers`, {
        hint: 'Edit the file first, or take one side.',
        details: { files: [path] },
      })
    await git(['add', '--all', '--', `:(literal)${path}`])
  } else if (stages.has(how === 'ours' ? 2 : 3)) {
    await git(['checkout', `--${how}`, '--', `:(literal)${path}`], { slow: true })
    await git(['add', '--', `:(literal)${path}`])
  } else await git(['rm', '--quiet', '--force', '--', `:(literal)${path}`])
}

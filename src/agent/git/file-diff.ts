import type { FileDiff, RepositoryState, WorkspaceRepository } from '../../contracts/index.ts'
import { decodeText, lineEndsOf } from './decode-text.ts'
import { mergeBase } from './diff.ts'
import { changedEntry, readSide, type SideBytes } from './file-sides.ts'
import type { DiffEntry } from './parse-diff.ts'
import type { GitRunner } from './runner.ts'
import { worktreeSide, type Sides } from './sides.ts'

type Side = { text: string | null; encoding: FileDiff['oldEncoding']; binary: boolean; tooLarge: boolean }
const absent: Side = { text: null, encoding: 'utf8', binary: false, tooLarge: false }

function side(content: SideBytes): Side {
  if (content === null) return absent
  if (content.bytes === null) return { ...absent, tooLarge: true }
  const decoded = decodeText(content.bytes)
  return decoded ? { ...absent, ...decoded } : { ...absent, binary: true }
}

/** Both sides of one changed file. Throws `invalid_input` for a path outside the worktree or without changes. */
export async function diffFileOf(
  git: GitRunner,
  repository: WorkspaceRepository,
  sides: Sides,
  file: { path: string; oldPath: string | null },
  maxBytes: number,
): Promise<FileDiff> {
  const entry = await changedEntry(git, repository.name, sides, file)
  const read = (which: 'old' | 'new') => readSide(git, repository.worktree, sides, entry, which, maxBytes)
  const [before, after] = await Promise.all([read('old'), read('new')])
  return fileDiff(repository, entry, side(before), side(after))
}

/** As above, of a file that differs between two recorded states. */
export const diffFileOfStates = (
  git: GitRunner,
  repository: WorkspaceRepository,
  states: { before: RepositoryState; after: RepositoryState },
  file: { path: string; oldPath: string | null },
  maxBytes: number,
): Promise<FileDiff> =>
  diffFileOf(
    git,
    repository,
    { old: states.before.commit, new: { kind: 'commit', commit: states.after.commit } },
    file,
    maxBytes,
  )

/** As above, of a file that differs between the merge base and the worktree. */
export const diffFile = async (
  git: GitRunner,
  repository: WorkspaceRepository,
  file: { path: string; oldPath: string | null },
  maxBytes: number,
): Promise<FileDiff> =>
  diffFileOf(git, repository, { old: await mergeBase(git, repository), new: worktreeSide }, file, maxBytes)

const fileDiff = (
  repository: WorkspaceRepository,
  { path, oldPath, status }: DiffEntry,
  before: Side,
  after: Side,
): FileDiff => ({
  repositoryId: repository.repositoryId,
  path,
  oldPath,
  status,
  binary: before.binary || after.binary,
  tooLarge: before.tooLarge || after.tooLarge,
  oldText: before.text,
  newText: after.text,
  oldEncoding: before.encoding,
  newEncoding: after.encoding,
  oldLineEnds: lineEndsOf(before.text),
  newLineEnds: lineEndsOf(after.text),
})

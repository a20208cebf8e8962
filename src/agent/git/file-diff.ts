import { lstat, readFile, readlink, realpath } from 'node:fs/promises'
import { isAbsolute, join, relative, sep } from 'node:path'
import {
  Failure,
  type ChangedFile,
  type FileDiff,
  type RepositoryState,
  type WorkspaceRepository,
} from '../../contracts/index.ts'
import { diffRepository, diffStates } from './diff.ts'
import type { GitRunner } from './runner.ts'

/** Git's own test for binary content: a NUL in the first 8000 bytes. */
const isBinary = (bytes: Buffer): boolean => bytes.subarray(0, 8000).includes(0)

type Side = { text: string | null; binary: boolean; tooLarge: boolean }
const absent: Side = { text: null, binary: false, tooLarge: false }

function side(bytes: Buffer, maxBytes: number): Side {
  if (isBinary(bytes)) return { text: null, binary: true, tooLarge: false }
  if (bytes.length > maxBytes) return { text: null, binary: false, tooLarge: true }
  return { text: bytes.toString('utf8'), binary: false, tooLarge: false }
}

async function committed(git: GitRunner, commit: string, path: string, maxBytes: number): Promise<Side> {
  const object = `${commit}:${path}`
  const type = await git(['cat-file', '-t', object]).catch(() => '')
  if (type.trim() !== 'blob') return absent
  const size = Number(await git(['cat-file', '-s', object]))
  if (size > maxBytes) return { text: null, binary: false, tooLarge: true }
  return side(await git.bytes(['show', object]), maxBytes)
}

/** The worktree's side. A link is shown as its target, never followed; a folder above may not lead outside. */
async function inWorktree(worktree: string, path: string, maxBytes: number): Promise<Side> {
  const file = join(worktree, path)
  try {
    const parent = relative(await realpath(worktree), await realpath(join(file, '..')))
    if (parent === '..' || parent.startsWith(`..${sep}`) || isAbsolute(parent)) throw outside(path)
    const found = await lstat(file)
    if (found.isSymbolicLink()) return side(Buffer.from(await readlink(file)), maxBytes)
    if (!found.isFile()) return absent
    if (found.size > maxBytes) return { text: null, binary: false, tooLarge: true }
    return side(await readFile(file), maxBytes)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') return absent
    throw error
  }
}

const outside = (path: string): Failure =>
  new Failure('invalid_input', `${path} lies outside the worktree`, { details: { path: 'path' } })

/** Both sides of a file that differs between two recorded states. Throws `invalid_input` when it does not. */
export async function diffFileOfStates(
  git: GitRunner,
  repository: WorkspaceRepository,
  states: { before: RepositoryState; after: RepositoryState },
  path: string,
  maxBytes: number,
): Promise<FileDiff> {
  const diff = await diffStates(git, repository, states, Number.POSITIVE_INFINITY)
  const file = diff.files.find((entry) => entry.path === path)
  if (!file) throw new Failure('invalid_input', `${path} was not changed in ${repository.name}`)
  const [before, after] = await Promise.all([
    file.status === 'A' ? absent : committed(git, states.before.commit, file.oldPath ?? path, maxBytes),
    file.status === 'D' ? absent : committed(git, states.after.commit, path, maxBytes),
  ])
  return fileDiff(repository, file, before, after)
}

/** Both sides of one changed file. Throws invalid_input for a path outside the worktree or without changes. */
export async function diffFile(
  git: GitRunner,
  repository: WorkspaceRepository,
  path: string,
  maxBytes: number,
): Promise<FileDiff> {
  if (isAbsolute(path) || path.includes('\0') || path.split(/[\\/]/).includes('..')) throw outside(path)
  const diff = await diffRepository(git, repository, Number.POSITIVE_INFINITY)
  const file = diff.files.find((entry) => entry.path === path)
  if (!file) throw new Failure('invalid_input', `${path} has no changes in ${repository.name}`)
  const [before, after] = await Promise.all([
    file.status === 'A' ? absent : committed(git, diff.mergeBase, file.oldPath ?? path, maxBytes),
    file.status === 'D' ? absent : inWorktree(repository.worktree, path, maxBytes),
  ])
  return fileDiff(repository, file, before, after)
}

const fileDiff = (
  repository: WorkspaceRepository,
  file: ChangedFile,
  before: Side,
  after: Side,
): FileDiff => ({
  repositoryId: repository.repositoryId,
  path: file.path,
  oldPath: file.oldPath,
  status: file.status,
  binary: file.binary || before.binary || after.binary,
  tooLarge: before.tooLarge || after.tooLarge,
  oldText: before.text,
  newText: after.text,
})

import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Failure, type WorkspaceRepository } from '../../contracts/index.ts'
import { ExactInfo } from './exact-parts.ts'
import { GitFailed, gitMessage, type GitAt, type GitRunner } from './runner.ts'

/** A backup's commits: the files, what was checked out under them, what was staged and the exact parts. */
export interface KeptState {
  /** Its tree holds all files. */
  commit: string
  /** Null where the backup was made on a branch without commits. */
  head: string | null
  staged: string | null
  /** Tree of `writeExactParts`; null in older backups. */
  parts: string | null
  info: ExactInfo | null
}

export const partsTitle = 'Switchyard: parts of a worktree'
export const stagedTitle = 'Staged part of: '

/** Reads what a backup ref holds, of this version and of older ones. Throws when there is no such commit. */
export async function readKept(git: GitRunner, ref: string): Promise<KeptState> {
  const line = (await git(['log', '-1', '--no-show-signature', '--format=%H %P', ref])).trim()
  const [commit = '', ...parents] = line.split(' ')
  const state: KeptState = { commit, head: null, staged: null, parts: null, info: null }
  for (const parent of parents) {
    const subject = (await git(['log', '-1', '--no-show-signature', '--format=%s', parent])).trim()
    if (subject === partsTitle) state.parts = `${parent}^{tree}`
    else if (subject.startsWith(stagedTitle)) state.staged = `${parent}^{tree}`
    else state.head ??= parent
  }
  if (state.parts === null) return state
  const text = await git(['cat-file', 'blob', `${state.parts.replace('^{tree}', '')}:info`])
  state.info = ExactInfo.parse(JSON.parse(text))
  return { ...state, head: state.info.head, staged: state.info.staged ?? state.staged }
}

/**
 * Makes a worktree on `branch` (a short name; null: detached) without its files, in the repository `source`. The branch must be at `head`.
 * Throws `branch_conflict` when another worktree has it.
 */
export async function addEmptyWorktree(
  gitAt: GitAt,
  { source, worktree: folder }: Pick<WorkspaceRepository, 'source' | 'worktree'>,
  branch: string | null,
  head: string | null,
): Promise<void> {
  const git = gitAt(source)
  const add = ['worktree', 'add', '--quiet', '--no-checkout']
  try {
    if (head !== null)
      await git([...add, ...(branch === null ? ['--detach'] : []), '--', folder, branch ?? head])
    else {
      // No version of git in use makes a worktree without commits: the branch is named afterwards.
      await git([...add, '--detach', '--', folder, await anyCommit(git)])
      await gitAt(folder)(['symbolic-ref', 'HEAD', `refs/heads/${branch}`])
    }
  } catch (error) {
    const at = /already (?:checked out|used by worktree) at '(.*)'/.exec(gitMessage(error))?.[1]
    if (at === undefined) throw error
    throw new Failure('branch_conflict', `Branch ${branch} is checked out in ${at}`, {
      hint: 'Check out another branch there, or unarchive onto a new branch.',
      details: { branch, worktree: at },
    })
  }
}

const anyCommit = async (git: GitRunner): Promise<string> =>
  (await git(['rev-list', '-n', '1', '--all'])).trim()

/**
 * Gives a worktree without files those of a backup, byte for byte, and the index as it was; `git` is that of the
 * worktree. Resolves to what could not be filled in and why, for the user.
 */
export async function fillFromKept(git: GitRunner, state: KeptState): Promise<string[]> {
  const { info } = state
  if (info?.sparse) {
    const kind = info.sparse.cone ? '--cone' : '--no-cone'
    await git(['read-tree', '--empty'])
    await git(['sparse-checkout', 'set', kind, '--stdin'], { input: info.sparse.patterns, slow: true })
  }
  await git(['read-tree', '--reset', '-u', `${state.commit}^{tree}`], { slow: true })
  const notes = info && info.submodules.length > 0 ? await fillSubmodules(git, info.submodules) : []
  await writeRaw(git, state)
  await restoreIndex(git, state)
  return notes
}

async function fillSubmodules(git: GitRunner, paths: readonly string[]): Promise<string[]> {
  try {
    await git(['submodule', '--quiet', 'update', '--init', '--recursive', '--', ...paths], { slow: true })
    return []
  } catch (error) {
    return [`Submodules could not be filled: ${gitMessage(error)}`]
  }
}

async function writeRaw(git: GitRunner, { parts }: KeptState): Promise<void> {
  if (parts === null) return
  const listing = await git(['-c', 'core.quotePath=true', 'ls-tree', '-r', parts])
  for (const line of listing.split('\n')) {
    const [, path] = line.split('\t')
    if (path === undefined || !unquote(path).subarray(0, 4).equals(Buffer.from('raw/'))) continue
    const object = line.split(' ')[2]?.split('\t')[0] ?? ''
    const name = unquote(path).subarray(4)
    const target = Buffer.concat([Buffer.from(`${resolve(git.folder)}/`), name])
    // A file that a sparse checkout leaves out is not there to be written.
    if (existsSync(target)) await writeFile(target, await git.bytes(['show', object]))
  }
}

const escapes: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 }

/** A path as git quotes it, as bytes (quote.c, `unquote_c_style`). */
export function unquote(path: string): Buffer {
  if (!path.startsWith('"')) return Buffer.from(path)
  const bytes: Buffer[] = []
  for (const [, octal, escaped, plain] of path.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|([^\\]+)/g)) {
    if (octal !== undefined) bytes.push(Buffer.from([Number.parseInt(octal, 8)]))
    else if (escaped !== undefined) bytes.push(Buffer.from([escapes[escaped] ?? escaped.charCodeAt(0)]))
    else bytes.push(Buffer.from(plain ?? ''))
  }
  return Buffer.concat(bytes)
}

async function restoreIndex(git: GitRunner, { head, staged, info }: KeptState): Promise<void> {
  if (info?.entries) {
    await git(['read-tree', '--empty'])
    await git(['update-index', '--index-info'], { input: info.entries })
  } else {
    const tree = staged ?? (head === null ? null : `${head}^{tree}`)
    await git(tree === null ? ['read-tree', '--empty'] : ['read-tree', tree])
  }
  if (info && info.intended.length > 0)
    await git(['--literal-pathspecs', 'add', '--intent-to-add', '--pathspec-from-file=-'], {
      input: info.intended.join('\n'),
    })
  // An index that was read anew lists as missing what is not checked out.
  if (info?.sparse) await git(['sparse-checkout', 'reapply'])
  // Its exit status says that files differ from the index, which is what is wanted.
  await git(['update-index', '-q', '--refresh']).catch((error: unknown) => {
    if (!(error instanceof GitFailed)) throw error
  })
}

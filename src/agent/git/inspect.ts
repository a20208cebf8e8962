import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Failure, type RepositoryInfo } from '../../contracts/index.ts'
import { gitMessage, type GitAt } from './runner.ts'

/** Refuses what cannot even be looked at, each with its own reason. */
async function assertReadableFolder(path: string): Promise<void> {
  try {
    const found = await stat(path)
    if (!found.isDirectory()) throw new Failure('not_a_repository', `${path} is not a folder`)
    await access(path, constants.R_OK | constants.X_OK)
  } catch (error) {
    if (error instanceof Failure) throw error
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EACCES' || code === 'EPERM')
      throw new Failure('forbidden', `${path} cannot be read`, {
        hint: 'Change its permissions, or choose another.',
      })
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new Failure('repository_not_found', `${path} does not exist`, {
        hint: 'It may have been moved or deleted.',
      })
    throw new Failure('not_a_repository', `${path} cannot be used: ${(error as Error).message}`)
  }
}

function refusal(path: string, error: unknown): Failure {
  const message = gitMessage(error)
  if (message.includes('dubious ownership'))
    return new Failure('forbidden', `git does not trust ${path}: it belongs to another user`, {
      hint: `If it is yours: git config --global --add safe.directory '${path}'`,
    })
  if (message.includes('Permission denied'))
    return new Failure('forbidden', `${path} cannot be read: ${message}`)
  if (message.includes('not a git repository'))
    return new Failure('not_a_repository', `${path} is not a git repository`, {
      hint: 'Choose the folder that holds .git, or run "git init" and make a first commit.',
    })
  return new Failure('not_a_repository', `git cannot use ${path}: ${message}`)
}

/**
 * What a folder's repository is: its top folder, name, branches. Refuses (Failure) a path that is gone, not a
 * folder, not readable, not a repository, bare, or without commits.
 */
export async function inspectRepository(gitAt: GitAt, path: string): Promise<RepositoryInfo> {
  await assertReadableFolder(path)
  const git = gitAt(path)
  let bare: string
  try {
    bare = (await git(['rev-parse', '--is-bare-repository'])).trim()
  } catch (error) {
    throw refusal(path, error)
  }
  if (bare === 'true')
    throw new Failure('not_a_repository', `${path} is a bare repository`, {
      hint: 'Choose a clone of it that has a working folder.',
    })
  let top: string
  try {
    top = (await git(['rev-parse', '--show-toplevel'])).trim()
  } catch (error) {
    // Inside `.git` there is a repository but no working folder.
    throw refusal(path, error)
  }
  const [head, current, remoteHead] = await Promise.all([
    git(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']).then(
      (text) => text.trim(),
      () => '',
    ),
    git(['symbolic-ref', '--quiet', '--short', 'HEAD']).then(
      (text) => text.trim() || null,
      () => null,
    ),
    git(['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD']).then(
      (text) => text.trim(),
      () => '',
    ),
  ])
  if (!head)
    throw new Failure('not_a_repository', `${top} has no commits yet`, {
      hint: 'Make a first commit, then add it.',
    })
  const candidates = [remoteHead.replace(/^origin\//, ''), current ?? '', 'main', 'master'].filter(Boolean)
  const defaultBranch = await firstBranch(git, candidates)
  return {
    path: top,
    name: basename(top),
    defaultBranch: defaultBranch ?? head,
    currentBranch: current,
    head,
  }
}

async function firstBranch(
  git: ReturnType<GitAt>,
  candidates: readonly string[],
): Promise<string | undefined> {
  for (const name of candidates) {
    const found = await git(['rev-parse', '--verify', '--quiet', `refs/heads/${name}`]).catch(() => '')
    if (found.trim()) return name
  }
  return undefined
}

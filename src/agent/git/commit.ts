import { Failure, type CommitResult, type WorkspaceRepository } from '../../contracts/index.ts'
import { gitMessage, nulList, type GitRunner } from './runner.ts'

const messageTail = 4_000

/** Why git refused to commit, and what to do, from what it and the hooks said. */
export function commitFailed(repository: string, error: unknown): Failure {
  if (error instanceof Failure) return error
  const message = gitMessage(error)
  const output = { details: { output: message.slice(-messageTail) }, cause: error }
  if (/tell me who you are|unable to auto-detect email|empty ident name/i.test(message))
    return new Failure('commit_failed', `git does not know who commits in ${repository}`, {
      hint: 'Set it: git config --global user.name "…" and git config --global user.email "…"',
      ...output,
    })
  if (/gpg failed|failed to sign|signing failed|ssh-keygen/i.test(message))
    return new Failure('commit_failed', `The commit in ${repository} could not be signed`, {
      hint: 'Unlock the signing key, or turn commit.gpgsign off for this repository.',
      ...output,
    })
  return new Failure('commit_failed', `The commit in ${repository} was refused: ${message.slice(-500)}`, {
    hint: 'A hook of the repository may have refused it; everything stays staged.',
    ...output,
  })
}

/** Files git could not merge; committing them would commit their conflict markers. */
const unmerged = (status: string): string[] =>
  nulList(status).flatMap((line) => (/^(U.|.U|AA|DD) /.test(line) ? line.slice(3) : []))

/**
 * Commits every change of a worktree, untracked files included, with the user's hooks and signing. Null when there
 * is nothing to commit. Throws `merge_conflict`, `commit_failed`, `branch_lock_timeout`.
 */
export async function commitAll(
  git: GitRunner,
  repository: WorkspaceRepository,
  message: string,
): Promise<CommitResult['commits'][number] | null> {
  const status = await git(['status', '--porcelain=v1', '-z', '--untracked-files=normal'])
  if (status === '') return null
  const conflicts = unmerged(status)
  if (conflicts.length > 0)
    throw new Failure('merge_conflict', `${repository.name} has unresolved conflicts in ${conflicts[0]}`, {
      hint: 'Resolve them and add the files with git, then commit.',
      details: { files: conflicts.slice(0, 100) },
    })
  try {
    await git(['add', '--all', '--', '.'], { slow: true })
    await git(['commit', '--quiet', '-m', message], { slow: true })
  } catch (error) {
    throw commitFailed(repository.name, error)
  }
  const [sha, files] = await Promise.all([
    git(['rev-parse', 'HEAD']),
    git(['diff-tree', '--no-commit-id', '--name-only', '--root', '-r', '-z', 'HEAD']),
  ])
  return {
    repositoryId: repository.repositoryId,
    repository: repository.name,
    sha: sha.trim(),
    files: nulList(files).length,
  }
}

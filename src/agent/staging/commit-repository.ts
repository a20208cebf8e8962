import {
  Failure,
  type CommitHow,
  type CommitResult,
  type WorkspaceRepository,
} from '../../contracts/index.ts'
import {
  assertAtRest,
  commitFailed,
  countUncommitted,
  nulList,
  type GitRunner,
  type RunLong,
} from '../git/index.ts'

type Commit = CommitResult['commits'][number]

/** Paths that differ between HEAD and the index. */
export const stagedPaths = async (git: GitRunner): Promise<string[]> =>
  nulList(await git(['diff', '--cached', '--name-only', '--no-renames', '--ita-invisible-in-index', '-z']))

/** Whether a remote-tracking branch holds HEAD. */
export const isPushed = async (git: GitRunner): Promise<boolean> =>
  (await git(['for-each-ref', '--count=1', '--contains', 'HEAD', 'refs/remotes'])).trim() !== ''

async function assertMayAmend(
  git: GitRunner,
  repository: WorkspaceRepository,
  how: CommitHow,
): Promise<void> {
  await assertAtRest(git, repository)
  if (!how.amendPushed && (await isPushed(git)))
    throw new Failure('already_pushed', `The last commit of ${repository.name} is on a remote already`, {
      hint: 'Others may have it. Make a new commit, or amend it all the same and push with force.',
    })
}

async function assertNoConflicts(git: GitRunner, { name }: WorkspaceRepository): Promise<void> {
  const conflicts = nulList(await git(['diff', '--name-only', '--diff-filter=U', '-z']))
  if (conflicts.length > 0)
    throw new Failure('merge_conflict', `${name} has unresolved conflicts in ${conflicts[0]}`, {
      hint: 'Resolve them and stage the files, then commit.',
      details: { files: conflicts.slice(0, 100) },
    })
}

export interface CommitRun {
  run: RunLong
  onOutput(text: string): void
  /** A hook that says nothing for this long is taken for one that hangs. */
  silentMs: number
  signal: AbortSignal
}

/**
 * Commits in one repository, with the user's hooks and signing. Null when there is nothing to commit.
 * Throws `merge_conflict`, `already_pushed`, `worktree_failed`, `commit_failed`.
 */
export async function commitRepository(
  git: GitRunner,
  repository: WorkspaceRepository,
  how: CommitHow,
  { run, onOutput, silentMs, signal }: CommitRun,
): Promise<Commit | null> {
  if (how.amend) await assertMayAmend(git, repository, how)
  const waiting = how.what === 'all' ? await countUncommitted(git) : (await stagedPaths(git)).length
  if (waiting === 0 && !how.amend) return null
  await assertNoConflicts(git, repository)
  const args = [
    'commit',
    '--quiet',
    ...(how.message === null ? ['--no-edit'] : ['-m', how.message]),
    ...(how.amend ? ['--amend'] : []),
    // Without paths this takes nothing from the index.
    ...(how.what === 'nothing' ? ['--only'] : []),
    ...(how.signOff ? ['--signoff'] : []),
    ...(how.noVerify ? ['--no-verify'] : []),
  ]
  if (how.what === 'all') await git(['add', '--all', '--', '.'], { slow: true })
  const { exitCode, output, ended } = await run(git.folder, args, { onOutput, silentMs, signal })
  if (ended !== null)
    throw new Failure(
      'commit_failed',
      `The commit in ${repository.name} was stopped${ended === 'silent' ? ', its hook said nothing for long' : ''}`,
      {
        hint: 'Nothing was committed; everything stays staged.',
        details: { output },
      },
    )
  if (exitCode !== 0) throw commitFailed(repository.name, new Error(output))
  const [sha, files] = await Promise.all([
    git(['rev-parse', 'HEAD']),
    git(['diff-tree', '--no-commit-id', '--name-only', '--root', '-r', '-z', 'HEAD']),
  ])
  const { repositoryId, name } = repository
  return { repositoryId, repository: name, sha: sha.trim(), files: nulList(files).length }
}

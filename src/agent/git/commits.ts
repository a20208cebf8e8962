import { Failure, type BranchCommits, type WorkspaceRepository } from '../../contracts/index.ts'
import { mergeBase } from './diff.ts'
import type { GitRunner } from './runner.ts'

/** The commits of a worktree's branch that its base branch does not have, newest first. */
export async function branchCommits(
  git: GitRunner,
  repository: WorkspaceRepository,
  most: number,
): Promise<BranchCommits> {
  const base = await mergeBase(git, repository)
  const format = '%H%x00%s%x00%an%x00%ct'
  const output = await git([
    'log',
    '-z',
    `--max-count=${most + 1}`,
    `--format=${format}`,
    `${base}..HEAD`,
    '--',
  ])
  const commits = parseCommits(output)
  return {
    repositoryId: repository.repositoryId,
    repository: repository.name,
    commits: commits.slice(0, most),
    truncated: commits.length > most,
  }
}

/** `git log -z --format=%H%x00%s%x00%an%x00%ct`. */
export function parseCommits(output: string): BranchCommits['commits'] {
  const fields = output.split('\0')
  const commits: BranchCommits['commits'] = []
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [sha = '', subject = '', author = '', seconds = '0'] = fields.slice(at, at + 4)
    commits.push({ sha, subject, author, committedAt: Number(seconds) * 1_000 })
  }
  return commits
}

/** The commit before `from`, with which a range that begins there is compared. Throws `invalid_input`. */
export async function parentOf(git: GitRunner, name: string, from: string): Promise<string> {
  const line = await git(['rev-list', '--parents', '--max-count=1', '--end-of-options', from]).catch(() => '')
  const [commit, parent] = line.trim().split(' ')
  if (!commit)
    throw new Failure('invalid_input', `${name} has no commit ${from}`, { details: { path: 'scope' } })
  // A first commit is compared with the empty tree, which git knows without an object.
  return parent ?? (await git(['hash-object', '-t', 'tree', '--stdin'])).trim()
}

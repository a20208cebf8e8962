import type { WorkspaceRepository } from '../../contracts/index.ts'
import { headCommit } from './head.ts'
import type { GitRunner } from './runner.ts'

/** Commits of the workspace's branch that no other branch or remote-tracking branch holds. */
export async function countUnmerged(git: GitRunner, repository: WorkspaceRepository): Promise<number> {
  if ((await headCommit(git)) === null) return 0
  const args = [
    'rev-list',
    '--count',
    'HEAD',
    '--not',
    `--exclude=${repository.branch}`,
    '--branches',
    '--remotes',
  ]
  return Number(await git(args))
}

/** Files with uncommitted changes, untracked ones counted each. */
export async function countUncommitted(git: GitRunner): Promise<number> {
  const status = await git(['status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames'])
  return status.split('\0').filter(Boolean).length
}

/** Files and whole folders that git ignores. */
export async function countIgnored(git: GitRunner): Promise<number> {
  const listed = await git(['ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--directory'])
  return listed.split('\0').filter(Boolean).length
}

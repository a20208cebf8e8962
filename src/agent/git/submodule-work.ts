import { join } from 'node:path'
import { Failure, type WorkspaceRepository } from '../../contracts/index.ts'
import type { GitAt, GitRunner } from './runner.ts'
import { countUncommitted } from './unmerged.ts'

/**
 * Refuses to take a worktree away while a submodule in it, at any depth, holds work that is nowhere else: changed
 * files, or commits that none of its remotes has. Throws `dirty_worktree`.
 */
export async function assertSubmodulesKept(
  gitAt: GitAt,
  { name, worktree }: Pick<WorkspaceRepository, 'name' | 'worktree'>,
): Promise<void> {
  const listed = await gitAt(worktree)([
    'submodule',
    'foreach',
    '--quiet',
    '--recursive',
    'echo "$displaypath"',
  ])
  for (const path of listed.split('\n').filter((line) => line !== '')) {
    const git = gitAt(join(worktree, path))
    const [files, commits] = await Promise.all([countUncommitted(git), onlyHere(git)])
    if (files === 0 && commits === 0) continue
    const what = files > 0 ? `${files} uncommitted files` : `${commits} commits that were never pushed`
    throw new Failure('dirty_worktree', `The submodule ${path} of ${name} has ${what}`, {
      hint: 'A backup would not keep them. Commit and push them there, or keep the worktree.',
      details: { repository: name, submodule: path },
    })
  }
}

/** Commits of HEAD and of its branches that no remote has. */
const onlyHere = async (git: GitRunner): Promise<number> =>
  Number(await git(['rev-list', '--count', 'HEAD', '--branches', '--not', '--remotes', '--tags']))

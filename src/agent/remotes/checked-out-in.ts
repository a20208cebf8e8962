import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { rebasedBranch, type GitRunner } from '../git/index.ts'

/**
 * Worktrees that hold a branch, the user's own checkout among them: it is checked out there, or a rebase of it is
 * under way, which detaches HEAD and moves the branch at its end.
 */
export async function checkedOutIn(git: GitRunner, branch: string): Promise<string[]> {
  const [listing, common] = await Promise.all([
    git(['worktree', 'list', '--porcelain', '-z']),
    git(['rev-parse', '--path-format=absolute', '--git-common-dir']),
  ])
  const holding = listing.split('\0\0').flatMap((entry) => {
    const lines = entry.split('\0')
    const path = lines.find((line) => line.startsWith('worktree '))?.slice(9)
    return path !== undefined && lines.includes(`branch refs/heads/${branch}`) ? [path] : []
  })
  return [...new Set([...holding, ...rebasing(common.trim(), branch)])]
}

/** Git's folders of linked worktrees lie in that of the repository, each with a file that says where it belongs. */
function rebasing(common: string, branch: string): string[] {
  const linked = join(common, 'worktrees')
  const folders = existsSync(linked) ? readdirSync(linked).map((name) => join(linked, name)) : []
  return [common, ...folders].flatMap((folder) => {
    if (rebasedBranch(folder) !== branch) return []
    const pointer = join(folder, 'gitdir')
    return [existsSync(pointer) ? dirname(readFileSync(pointer, 'utf8').trim()) : dirname(folder)]
  })
}

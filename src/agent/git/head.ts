import type { GitRunner } from './runner.ts'

/** The commit a worktree is at; null on a branch without commits (`git switch --orphan`). */
export async function headCommit(git: GitRunner): Promise<string | null> {
  // Quiet: there the answer is an exit status and no words.
  const commit = await git(['rev-parse', '--verify', '--quiet', 'HEAD']).catch(() => '')
  return commit.trim() || null
}

import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { GitRunner } from './runner.ts'

/** Runs git with an index of its own. */
export type GitWithIndex = (args: readonly string[], input?: string) => Promise<string>

/**
 * Gives `work` a copy of the worktree's index, so that untracked files can be added and trees written without
 * touching what the user or an agent has staged. The copy is gone afterwards.
 */
export async function withTemporaryIndex<Result>(
  git: GitRunner,
  work: (git: GitWithIndex) => Promise<Result>,
): Promise<Result> {
  const index = (await git(['rev-parse', '--git-path', 'index'])).trim()
  const folder = await mkdtemp(join(tmpdir(), 'switchyard-index-'))
  try {
    const copy = join(folder, 'index')
    try {
      await copyFile(resolve(git.folder, index), copy)
    } catch (error) {
      // A worktree in which nothing was ever staged or checked out has none.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
    return await work((args, input) =>
      git(args, { env: { GIT_INDEX_FILE: copy }, ...(input === undefined ? {} : { input }) }),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

import { copyFile, mkdtemp, rm, stat, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { indexFileOf } from './index-file.ts'
import type { GitRunner } from './runner.ts'

/** Runs git with an index of its own. */
export type GitWithIndex = (args: readonly string[], input?: string) => Promise<string>

/**
 * Gives `work` (also the variables for a runner) a copy of the worktree's index, so that untracked files can be added and trees written without
 * touching what the user or an agent has staged. The copy is gone afterwards.
 */
export async function withTemporaryIndex<Result>(
  git: GitRunner,
  work: (git: GitWithIndex, env: Readonly<Record<string, string>>) => Promise<Result>,
): Promise<Result> {
  const index = await indexFileOf(git)
  const folder = await mkdtemp(join(tmpdir(), 'switchyard-index-'))
  try {
    const copy = join(folder, 'index')
    await copyIndex(index, copy)
    const env = { GIT_INDEX_FILE: copy }
    return await work((args, input) => git(args, { env, ...(input === undefined ? {} : { input }) }), env)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Copies the index with its time. Git tells by that time which entries may have changed unseen since they were
 * written (its "racy" entries, Documentation/technical/racy-git): a younger copy would hide a change of the same
 * size that was made in the second of the checkout.
 */
async function copyIndex(index: string, copy: string): Promise<void> {
  try {
    const { atime, mtimeMs } = await stat(index)
    await copyFile(index, copy)
    // Rounded down: an older time makes git look once more, never less.
    await utimes(copy, atime, Math.floor(mtimeMs) / 1000)
  } catch (error) {
    // A worktree in which nothing was ever staged or checked out has none.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { GitRunner } from './runner.ts'

/** Where the index of a worktree is. Git is not asked where its own note, the file `.git`, says it. */
export async function indexFileOf(git: GitRunner): Promise<string> {
  try {
    const [, folder] = /^gitdir: (.+)$/m.exec(await readFile(join(git.folder, '.git'), 'utf8')) ?? []
    if (folder !== undefined) return join(resolve(git.folder, folder), 'index')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EISDIR') return join(git.folder, '.git', 'index')
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  // A folder inside a worktree.
  return resolve(git.folder, (await git(['rev-parse', '--git-path', 'index'])).trim())
}

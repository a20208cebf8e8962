import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { createGit, type GitRunner } from '../../../src/agent/git/index.ts'
import { newId, systemClock } from '../../../src/base/index.ts'
import type { WorkspaceRepository } from '../../../src/contracts/index.ts'
import { makeRepository, temporaryFolder, TestRepository } from '../../hosts/git/index.ts'

/** A repository of some files with a worktree on branch `try`, for each test of a file. */
export class WorktreeFixture {
  folder!: string
  source!: TestRepository
  worktree!: TestRepository
  /** The agent's runner in the worktree. */
  git!: GitRunner
  repository!: WorkspaceRepository
  /** How long another git's lock files are waited for. */
  lockWaitMs = 300

  constructor() {
    let remove = (): void => undefined
    beforeEach(() => {
      const temporary = temporaryFolder('git')
      remove = temporary.remove
      this.#make(temporary.path)
    })
    afterEach(() => remove())
  }

  /**
   * Writes text of the same length as if in the second in which git wrote its index, some time ago: nothing but the
   * content tells of it, and the index's time that it may have been missed.
   */
  rewriteInTheSameSecond(path: string, text: string): void {
    const file = join(this.worktree.path, path)
    const then = Math.floor(Date.now() / 1000) - 10
    this.worktree.git('config', 'core.trustctime', 'false')
    utimesSync(file, then, then)
    this.worktree.git('update-index', '--refresh')
    writeFileSync(file, text)
    utimesSync(file, then, then)
    utimesSync(this.worktree.git('rev-parse', '--git-path', 'index'), then, then)
  }

  #make(folder: string): void {
    this.folder = folder
    this.source = makeRepository(join(folder, 'source'), {
      'a.txt': 'one\ntwo\nthree\n',
      'gone.txt': 'gone\n',
      'old name.txt': 'line\n'.repeat(20),
      'same.txt': 'same\n',
      '.gitignore': 'ignored/\n',
    })
    this.worktree = new TestRepository(join(folder, 'wt'))
    this.source.git('worktree', 'add', '--quiet', '-b', 'try', this.worktree.path)
    const env = { PATH: process.env['PATH'], HOME: folder }
    this.git = createGit(env, () => 20_000, {
      clock: systemClock,
      random: Math.random,
      waitMs: () => this.lockWaitMs,
    })(this.worktree.path)
    this.repository = {
      repositoryId: newId('repository'),
      name: 'source',
      source: this.source.path,
      worktree: this.worktree.path,
      branch: 'try',
      baseBranch: 'main',
      baseCommit: this.source.git('rev-parse', 'main'),
      enabled: true,
      branchMade: true,
      aside: null,
    }
  }
}

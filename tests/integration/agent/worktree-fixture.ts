import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { createGit, type GitRunner } from '../../../src/agent/git/index.ts'
import { newId } from '../../../src/base/index.ts'
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

  constructor() {
    let remove = (): void => undefined
    beforeEach(() => {
      const temporary = temporaryFolder('git')
      remove = temporary.remove
      this.#make(temporary.path)
    })
    afterEach(() => remove())
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
    this.git = createGit({ PATH: process.env['PATH'], HOME: folder }, () => 20_000)(this.worktree.path)
    this.repository = {
      repositoryId: newId('repository'),
      name: 'source',
      source: this.source.path,
      worktree: this.worktree.path,
      branch: 'try',
      baseBranch: 'main',
      baseCommit: this.source.git('rev-parse', 'main'),
    }
  }
}

import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { createGit, RepositoryLocks } from '../../../src/agent/git/index.ts'
import { StagingService } from '../../../src/agent/staging/index.ts'
import { AgentStore } from '../../../src/agent/store/index.ts'
import { newId, systemClock } from '../../../src/base/index.ts'
import type { ChosenFile, ShownHunk, ShownSides, Workspace } from '../../../src/contracts/index.ts'
import { workspace } from '../../hosts/agent/entities.ts'
import { WorktreeFixture } from './worktree-fixture.ts'

/** Hunks as a screen shows them: parsed from what `git diff` writes. */
export function hunksOf(diff: string): ShownHunk[] {
  const hunks: ShownHunk[] = []
  for (const line of diff.split('\n')) {
    const head = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line)
    if (head) hunks.push({ oldStart: Number(head[1]), newStart: Number(head[2]), lines: [], chosen: null })
    else if (/^[ +-]/.test(line) && hunks.length > 0) hunks.at(-1)?.lines.push(line)
  }
  return hunks
}

/** A staging service on the worktree of a fixture. */
export class StagingFixture extends WorktreeFixture {
  store!: AgentStore
  staging!: StagingService
  place!: Workspace

  constructor() {
    super()
    beforeEach(() => {
      this.store = new AgentStore(join(this.folder, 'agent.db'), systemClock, newId)
      this.place = workspace({ nodeId: newId('node'), branch: 'try', repositories: [this.repository] })
      const env = { PATH: process.env['PATH'], HOME: this.folder }
      this.staging = new StagingService({
        store: this.store,
        gitAt: createGit(env, () => 20_000),
        locks: new RepositoryLocks(systemClock, () => ({ ref: 5_000, exclusive: 5_000, hold: 60_000 })),
        clock: systemClock,
        workspace: () => this.place,
      })
    })
    afterEach(() => this.store.close())
  }

  /** What is shown: HEAD against the worktree or the index. */
  shown(side: ShownSides['new'] = 'worktree'): ShownSides {
    return { old: this.worktree.git('rev-parse', 'HEAD'), new: side }
  }

  request(files: (Partial<ChosenFile> & { path: string })[], side: ShownSides['new'] = 'worktree') {
    return {
      workspaceId: this.place.id,
      repositoryId: this.repository.repositoryId,
      shown: this.shown(side),
      files: files.map((file) => ({ oldPath: null, hunks: null, ...file })),
    }
  }

  /** Hunks of one file in `git diff HEAD` or, of the index, `git diff --cached`. */
  hunks(path: string, ...args: string[]): ShownHunk[] {
    return hunksOf(this.worktree.git('diff', '--diff-algorithm=histogram', ...args, '--', path))
  }

  staged(path: string): string {
    return this.worktree.git('show', `:${path}`)
  }
}

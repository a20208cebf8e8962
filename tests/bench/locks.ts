import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as GitModule from '../../src/agent/git/index.ts'
import { systemClock } from '../../src/base/index.ts'
import { limitDefaults } from '../../src/contracts/index.ts'
import { quantile, spread, type Bench } from './lib/bench.ts'
import { loadSource } from './lib/load-source.ts'

const agents = 10
const commitsEach = 20
const identity = {
  GIT_AUTHOR_NAME: 'Bench',
  GIT_AUTHOR_EMAIL: 'bench@example.invalid',
  GIT_COMMITTER_NAME: 'Bench',
  GIT_COMMITTER_EMAIL: 'bench@example.invalid',
}

/**
 * Ten agents of one repository, each on a branch of its own: all commit again and again through the app's locks, and
 * look at their worktrees between. Measured is the wait for the lock.
 */
export const locks: Bench = {
  name: 'locks',
  async run(say) {
    const git = await loadSource<typeof GitModule>('agent/git/index.ts')
    const folder = mkdtempSync(join(tmpdir(), 'switchyard-bench-locks-'))
    try {
      const source = join(folder, 'source')
      const run = (...args: string[]): Buffer => execFileSync('git', args, { cwd: folder, stdio: 'pipe' })
      run('init', '-q', '-b', 'main', source)
      const at = ['-C', source, '-c', 'user.name=Bench', '-c', 'user.email=bench@example.invalid']
      run(...at, 'commit', '-q', '--allow-empty', '-m', 'First')
      const gitAt = git.createGit(process.env, () => limitDefaults.gitCommandMs)
      const held = new git.RepositoryLocks(systemClock, () => ({
        ref: limitDefaults.branchLockMs,
        exclusive: limitDefaults.exclusiveLockMs,
        hold: limitDefaults.gitLockHoldMs,
      }))
      const waits: number[] = []
      const agent = async (number: number): Promise<void> => {
        const branch = `bench/${number}`
        const worktree = join(folder, `worktree-${number}`)
        await held.withWorktreeList(source, () =>
          gitAt(source)(['worktree', 'add', '-q', '-b', branch, worktree, 'main']),
        )
        const own = gitAt(worktree)
        for (let round = 0; round < commitsEach; round++) {
          writeFileSync(join(worktree, `file-${number}.txt`), `${round}\n`)
          await own(['add', '--all'])
          const asked = performance.now()
          await held.withRef(source, branch, async () => {
            waits.push(performance.now() - asked)
            await own(['commit', '-q', '-m', `${round}`], { env: identity })
          })
          await own(['status', '--porcelain'])
        }
      }
      say(`${agents} agents commit ${commitsEach} times each`)
      await Promise.all(Array.from({ length: agents }, (_, number) => agent(number)))
      return [
        {
          what: `Wait for a branch lock, ${agents} agents, p95`,
          ours: spread(waits, 'ms', 2),
          against: 'nothing',
          value: quantile(waits, 0.95),
          unit: 'ms',
          goal: { most: 100 },
        },
      ]
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

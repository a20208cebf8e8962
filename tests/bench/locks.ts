import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as FileLocksModule from '../../src/agent/file-locks/index.ts'
import type * as GitModule from '../../src/agent/git/index.ts'
import type * as StoreModule from '../../src/agent/store/index.ts'
import { newId, Redactor, Scope, silentLogger, systemClock } from '../../src/base/index.ts'
import { limitDefaults } from '../../src/contracts/index.ts'
import { workspace } from '../hosts/agent/entities.ts'
import { quantile, spread, type Bench } from './lib/bench.ts'
import { loadSource } from './lib/load-source.ts'

const agents = 10
const commitsEach = 20
const claimsEach = 100
const identity = {
  GIT_AUTHOR_NAME: 'Bench',
  GIT_AUTHOR_EMAIL: 'bench@example.invalid',
  GIT_COMMITTER_NAME: 'Bench',
  GIT_COMMITTER_EMAIL: 'bench@example.invalid',
}

/** Ten sessions of one workspace, each with ten files of its own; every lock is written to the database. */
async function fileLockTimes(folder: string): Promise<number[]> {
  const { FileLocks, SessionLocks } = await loadSource<typeof FileLocksModule>('agent/file-locks/index.ts')
  const { AgentStore } = await loadSource<typeof StoreModule>('agent/store/index.ts')
  const store = new AgentStore(join(folder, 'agent.db'), systemClock, newId)
  const scope = new Scope('bench')
  try {
    const place = workspace({ nodeId: newId('node') })
    store.change(() => store.workspaces.put(place))
    const locks = new FileLocks(
      {
        store,
        clock: systemClock,
        newId,
        limits: () => limitDefaults,
        log: silentLogger,
        redactor: new Redactor(),
        isWorking: () => true,
      },
      scope,
    )
    const sessions = Array.from({ length: agents }, () => {
      const root = () => ({ folder, repositories: [], cwd: folder })
      const session = new SessionLocks({ locks, sessionId: newId('session'), workspaceId: place.id, root })
      session.begin(newId('turn'))
      return session
    })
    const times: number[] = []
    for (let round = 0; round < claimsEach; round++)
      for (const [number, session] of sessions.entries()) {
        const said = { toolCallId: `${round}`, locations: [{ path: `src/${number}/${round % 10}.ts` }] }
        const started = performance.now()
        session.heard({ ...said, toolKind: 'edit', status: 'in_progress' })
        times.push(performance.now() - started)
        // Nine files are held at a time by each.
        if (round >= 9) session.heard({ toolCallId: `${round - 9}`, status: 'completed' })
      }
    return times
  } finally {
    await scope.close()
    store.close()
  }
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
      say(`${agents} sessions take a file ${claimsEach} times each`)
      const files = await fileLockTimes(folder)
      return [
        {
          what: `Take a file lock, ${agents} sessions, p95`,
          ours: spread(files, 'ms', 2),
          against: 'nothing',
          value: quantile(files, 0.95),
          unit: 'ms',
          goal: { most: 100 },
        },
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

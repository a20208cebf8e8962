import { afterEach, beforeEach, expect, test } from 'vitest'
import { WorkspaceChanges } from '../../../src/agent/changes/workspace-changes.ts'
import type { GitAt } from '../../../src/agent/git/index.ts'
import { AgentStore } from '../../../src/agent/store/index.ts'
import { Hub, newId, silentLogger, systemClock } from '../../../src/base/index.ts'
import type { ChangeSummary, LiveUpdate, Workspace } from '../../../src/contracts/index.ts'
import { ManualClock } from '../../unit/agent/manual-clock.ts'
import { WorktreeFixture } from './worktree-fixture.ts'

const at = new WorktreeFixture()
let store: AgentStore

beforeEach(() => {
  store = new AgentStore(':memory:', systemClock, newId)
})
afterEach(() => store.close())

const workspaceOf = (): Workspace => ({
  id: newId('workspace'),
  projectId: newId('project'),
  nodeId: newId('node'),
  name: 'one',
  branch: 'try',
  status: 'running',
  error: null,
  prompt: '',
  folder: at.folder,
  archived: false,
  pinned: false,
  activeRepositoryId: null,
  workingDirectory: '',
  underWay: null,
  repositories: [at.repository],
  createdAt: 0,
  updatedAt: 0,
  revision: 1,
})

test('a worktree that cannot be watched is polled', async () => {
  // Listing the folders to watch fails as it does when the system has no watches left.
  const gitAt: GitAt = () =>
    Object.assign(
      (...[args, options]: Parameters<typeof at.git>) =>
        args[0] === 'ls-files' ? Promise.reject(new Error('ENOSPC')) : at.git(args, options),
      { ...at.git },
    )
  const clock = new ManualClock()
  const summaries: ChangeSummary[] = []
  let published = Promise.withResolvers<void>()
  const deps = { store, gitAt, live: new Hub<LiveUpdate>(), clock, log: silentLogger, maxFiles: () => 100 }
  const changes = new WorkspaceChanges(deps, workspaceOf(), 0, (summary) => {
    summaries.push(summary)
    published.resolve()
    published = Promise.withResolvers()
  })
  const first = published.promise
  clock.tick(0)
  await first
  at.worktree.write({ 'new.txt': '1\n' })
  await expect.poll(() => clock.pending).toBe(1)
  const second = published.promise
  clock.tick(60_000)
  await second
  expect(summaries.map(({ files }) => files)).toEqual([0, 1])
  expect(summaries[1]?.version).toBeGreaterThan(summaries[0]?.version ?? 0)
  await changes.close()
  expect(clock.pending).toBe(0)
})

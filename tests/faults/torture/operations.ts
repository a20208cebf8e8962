import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { run } from '../../../src/base/index.ts'
import { toFailure, type Workspace, type WorkspaceRepository } from '../../../src/contracts/index.ts'
import { mostWorkspaces, type Yard } from './yard.ts'

/** One act on the yard. It tells the ledger what it writes, and of what it destroys itself. */
export type Operation = (yard: Yard) => Promise<void>

const somePaths = [
  'README.md',
  'src/main.ts',
  'src/new file.ts',
  'notes/Überblick.md',
  'deep/er/than/this.txt',
]

const usable = ({ workspaces }: Yard): Workspace[] =>
  workspaces.filter(
    ({ status, repositories }) =>
      ['running', 'stopped'].includes(status) && repositories.every(({ worktree }) => existsSync(worktree)),
  )

/** Does `work` with a workspace, or nothing while there is none. */
const withWorkspace =
  (work: (yard: Yard, workspace: Workspace) => Promise<unknown>): Operation =>
  async (yard) => {
    const workspace = yard.world.pick(usable(yard))
    if (workspace) await work(yard, workspace)
  }

const withWorktree = (work: (yard: Yard, repository: WorkspaceRepository) => Promise<unknown>): Operation =>
  withWorkspace((yard, { repositories }) => work(yard, yard.world.pick(repositories)))

/** What an agent does behind the app's back: git in its worktree. What git refuses is its own affair. */
const git = async ({ worktree }: WorkspaceRepository, ...args: string[]): Promise<boolean> =>
  run('git', ['-C', worktree, ...args]).then(
    () => true,
    () => false,
  )

/** Refusals that are an answer: the state the act needs is not there. */
const answers = new Set([
  'nothing_to_commit',
  'invalid_transition',
  'workspace_not_found',
  'workspace_not_running',
  'branch_conflict',
  'limit_reached',
  'dirty_worktree',
  'worktree_failed',
  'commit_failed',
  'branch_lock_timeout',
])

async function tolerated(work: Promise<unknown>): Promise<boolean> {
  try {
    await work
    return true
  } catch (error) {
    if (answers.has(toFailure(error).code)) return false
    throw error
  }
}

export const operations: Record<string, { weight: number; run: Operation }> = {
  create: {
    weight: 8,
    async run(yard) {
      const { world } = yard
      if (yard.workspaces.length >= mostWorkspaces) return
      const project = world.pick(['api', 'web', 'docs'])
      const branch = `work/${yard.next()}`
      const idempotencyKey = randomUUID()
      await tolerated(world.call((client) => client.workspace.create({ project, branch, idempotencyKey })))
    },
  },
  edit: {
    weight: 30,
    run: withWorktree((yard, { worktree }) => {
      const path = yard.world.pick([...somePaths, `made/${yard.next()}.txt`])
      const content = `${path} ${yard.world.seed}-${yard.next()}\r\n\0é\n`.repeat(1 + (yard.next() % 3))
      mkdirSync(dirname(join(worktree, path)), { recursive: true })
      writeFileSync(join(worktree, path), content)
      yard.ledger.wrote(worktree, path, content)
      return Promise.resolve()
    }),
  },
  'stage all': {
    weight: 5,
    run: withWorktree(async (yard, repository) => {
      yard.ledger.stagedAll(repository.worktree)
      await git(repository, 'add', '--all')
    }),
  },
  'stage, then write over it': {
    weight: 4,
    run: withWorktree(async (yard, repository) => {
      const { worktree } = repository
      const path = `twice-${yard.next()}.txt`
      const text = (what: string): string => `${what} ${yard.world.seed}-${yard.next()}\n`
      const [first, second] = [text('staged'), text('over it')]
      writeFileSync(join(worktree, path), first)
      if (!(await git(repository, 'add', '--', path))) return
      yard.ledger.staged(worktree, path, first)
      writeFileSync(join(worktree, path), second)
      yard.ledger.wrote(worktree, path, second)
    }),
  },
  'remove a file': {
    weight: 3,
    run: withWorktree((yard, { worktree }) => {
      const path = yard.world.pick(somePaths)
      yard.ledger.forgive(worktree, path)
      rmSync(join(worktree, path), { force: true })
      return Promise.resolve()
    }),
  },
  'commit with the app': {
    weight: 8,
    run: withWorkspace(async (yard, { id, repositories }) => {
      const message = `Work ${yard.next()}`
      for (const { worktree } of repositories) yard.ledger.stagedAll(worktree)
      const done = await tolerated(yard.world.call((client) => client.git.commit({ workspace: id, message })))
      if (done) for (const { worktree } of repositories) yard.ledger.committed(worktree)
    }),
  },
  'commit by hand': {
    weight: 5,
    run: withWorktree(async (yard, repository) => {
      yard.ledger.stagedAll(repository.worktree)
      if (!(await git(repository, 'add', '--all'))) return
      const author = ['-c', 'user.name=Agent', '-c', 'user.email=agent@example.invalid']
      if (await git(repository, ...author, 'commit', '-qm', `By hand ${yard.next()}`))
        yard.ledger.committed(repository.worktree)
    }),
  },
  'pack the repository': {
    weight: 1,
    run: async ({ world, checkouts }) => {
      await run('git', ['-C', world.pick(checkouts), 'gc', '--quiet', '--prune=now'])
    },
  },
  'prune worktrees': {
    weight: 1,
    run: async ({ world, checkouts }) => {
      await run('git', ['-C', world.pick(checkouts), 'worktree', 'prune'])
    },
  },
  rename: {
    weight: 3,
    run: withWorkspace((yard, { id }) =>
      tolerated(
        yard.world.call((client) => client.workspace.rename({ workspace: id, name: `Name ${yard.next()}` })),
      ),
    ),
  },
  stop: {
    weight: 3,
    run: withWorkspace((yard, { id }) =>
      tolerated(yard.world.call((client) => client.workspace.stop({ workspace: id }))),
    ),
  },
  restart: {
    weight: 4,
    run: async (yard) => {
      const workspace = yard.world.pick(yard.workspaces.filter(({ status }) => status !== 'running'))
      if (workspace)
        await tolerated(yard.world.call((client) => client.workspace.restart({ workspace: workspace.id })))
    },
  },
  delete: {
    weight: 6,
    run: async (yard) => {
      const workspace = yard.world.pick(yard.workspaces)
      if (workspace)
        await tolerated(yard.world.call((client) => client.workspace.delete({ workspace: workspace.id })))
    },
  },
}

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { run } from '../../../src/base/index.ts'
import { git, somePaths, withWorktree, type Operations } from './operation.ts'

/** What agents and the user do behind the app's back. */
export const byHand: Operations = {
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
  'move the branch that is merged into': {
    weight: 2,
    run: async (yard) => {
      const checkout = yard.world.pick(yard.checkouts)
      const plumb = async (...args: string[]): Promise<string> =>
        (await run('git', ['-C', checkout, ...args])).stdout.toString().trim()
      const tip = await plumb('rev-parse', 'release')
      const message = `Release ${yard.next()}`
      const commit = await plumb('commit-tree', `${tip}^{tree}`, '-p', tip, '-m', message)
      await plumb('update-ref', 'refs/heads/release', commit, tip)
    },
  },
}

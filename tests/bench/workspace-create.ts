import { join } from 'node:path'
import { bigRepository, bigRepositoryFiles } from './lib/big-repository.ts'
import { median, sideBySide, spread, timed, type Bench } from './lib/bench.ts'
import { makeWorld } from './lib/world.ts'
import { run } from '../../src/base/index.ts'

const files = bigRepositoryFiles
const rounds = 15

/** Through the whole app against the bare git command that does the same to the disk. */
export const workspaceCreate: Bench = {
  name: 'workspace-create',
  async run(say) {
    say(`making a repository of ${files} files`)
    const world = await makeWorld(bigRepository)
    try {
      const { client } = world.connection
      const ours = async (round: number): Promise<number> => {
        let id = ''
        const taken = await timed(async () => {
          const workspace = await client.workspace.create({ project: 'demo', branch: `bench/ours-${round}` })
          if (workspace.status !== 'running') throw new Error(`the workspace is ${workspace.status}`)
          id = workspace.id
        })
        await client.workspace.delete({ workspace: id })
        return taken
      }
      const theirs = async (round: number): Promise<number> => {
        const folder = join(world.installation.folder, `bare-${round}`)
        const args = ['worktree', 'add', '--quiet', '-b', `bench/bare-${round}`, folder, 'main']
        const taken = await timed(() => run('git', ['-C', world.repository, ...args]))
        await run('git', ['-C', world.repository, 'worktree', 'remove', '--force', folder])
        return taken
      }
      // The first of each fills the disk's cache.
      await ours(-1)
      await theirs(-1)
      const samples = await sideBySide(rounds, ours, theirs)
      return [
        {
          what: `Create a workspace of ${files.toLocaleString('en')} files`,
          ours: spread(samples.ours, 'ms'),
          against: `git worktree add: ${spread(samples.theirs, 'ms')}`,
          value: median(samples.ours.map((taken, round) => taken / (samples.theirs[round] ?? taken))),
          unit: '×',
          goal: { most: 1.15 },
        },
      ]
    } finally {
      await world.remove()
    }
  },
}

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { median, sideBySide, spread, timed, type Bench } from './lib/bench.ts'
import { makeWorld } from './lib/world.ts'
import { run } from '../../src/base/index.ts'

const files = 20_000
const rounds = 15

/** A repository of many small files in folders of a hundred, made by `git fast-import`. */
async function bigRepository(folder: string): Promise<string> {
  mkdirSync(folder)
  const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args])
  git('init', '-q', '-b', 'main')
  const lines = [
    'commit refs/heads/main',
    'committer Bench <bench@example.invalid> 0 +0000',
    'data 5',
    'First',
  ]
  for (let at = 0; at < files; at++) {
    const text = `export const value${at} = ${at}\n`.repeat(20)
    lines.push(`M 100644 inline src/part-${Math.floor(at / 100)}/file-${at}.ts`, `data ${text.length}`, text)
  }
  const { status, stderr } = spawnSync('git', ['-C', folder, 'fast-import', '--quiet'], {
    input: `${lines.join('\n')}\n`,
  })
  if (status !== 0) throw new Error(`git fast-import: ${stderr.toString()}`)
  git('reset', '-q', '--hard')
  return folder
}

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

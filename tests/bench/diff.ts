import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run, newId } from '../../src/base/index.ts'
import { createGit, takeSnapshot } from '../../src/agent/git/index.ts'
import { bigFilePath, bigFileText, bigRepository, bigRepositoryFiles } from './lib/big-repository.ts'
import { median, quantile, sideBySide, spread, timed, type Bench, type Result } from './lib/bench.ts'
import { startChromium } from './lib/chromium.ts'
import { openChanges, scrollThrough } from './lib/changes-page.ts'
import { serve } from './lib/served.ts'
import { makeWorld } from './lib/world.ts'

const rounds = 11
const changed = 600
const newFiles = 30
const snapshotChanges = 50
const files = bigRepositoryFiles.toLocaleString('en')

/** A line more at the end, a line less in the middle; `round` makes each time another. */
function change(worktree: string, count: number, round: number): void {
  for (let number = 0; number < count; number++) {
    const at = number * 31
    const lines = bigFileText(at).split('\n')
    lines.splice(10, 1, `// round ${round}`)
    writeFileSync(join(worktree, bigFilePath(at)), lines.join('\n'))
  }
}

/** A look at many changes in a big repository, beside the git commands that tell the same. */
export const diff: Bench = {
  name: 'diff',
  async run(say) {
    say(`making a repository of ${files} files`)
    const world = await makeWorld(bigRepository)
    try {
      const worktree = world.workspace.repositories[0]?.worktree ?? ''
      const results = [await snapshot(worktree)]
      change(worktree, changed, 0)
      for (let at = 0; at < newFiles; at++) writeFileSync(join(worktree, `new-${at}.ts`), bigFileText(at))
      results.push(await look(world.connection.client, world.workspace.id, worktree))
      say('in the browser')
      return [...results, ...(await onScreen(world))]
    } finally {
      await world.remove()
    }
  },
}

type World = Awaited<ReturnType<typeof makeWorld>>

async function snapshot(worktree: string): Promise<Result> {
  const git = createGit(process.env, () => 60_000)(worktree)
  const id = newId('workspace')
  const samples = await sideBySide(
    rounds,
    (round) => {
      change(worktree, snapshotChanges, round * 2)
      return timed(() => takeSnapshot(git, id))
    },
    (round) => {
      change(worktree, snapshotChanges, round * 2 + 1)
      return timed(() => run('git', ['-C', worktree, 'stash', 'create']))
    },
  )
  return {
    what: `A snapshot of a worktree of ${files} files with ${snapshotChanges} changes`,
    ours: spread(samples.ours, 'ms'),
    against: `git stash create, without untracked files: ${spread(samples.theirs, 'ms')}`,
    value: median(samples.ours),
    unit: 'ms',
    goal: { most: 150 },
  }
}

async function look(
  client: World['connection']['client'],
  workspace: string,
  worktree: string,
): Promise<Result> {
  const plain = async (): Promise<void> => {
    await run('git', ['-C', worktree, 'status'])
    await run('git', ['-C', worktree, 'diff'])
  }
  const ours = () => timed(() => client.git.diff({ workspace }))
  await ours()
  const samples = await sideBySide(rounds, ours, () => timed(plain))
  return {
    what: `Status and diff of ${changed} changed files among ${files}`,
    ours: spread(samples.ours, 'ms'),
    against: `git status + git diff: ${spread(samples.theirs, 'ms')}`,
    value: median(samples.ours.map((taken, round) => taken / (samples.theirs[round] ?? taken))),
    unit: '×',
    goal: { most: 1.3 },
  }
}

/** From the click on the tab to the first coloured lines, and scrolling through all of them. */
async function onScreen(world: World): Promise<Result[]> {
  await world.installation.stopAll()
  const served = await serve(world.installation)
  const browser = await startChromium()
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(served.url)
    await page.goto(`${new URL(served.url).origin}/#/workspace/${world.workspace.id}`)
    const painted: number[] = []
    // The first one also starts the workers that colour.
    for (let round = 0; round <= rounds; round++) {
      const taken = await openChanges(page)
      if (round > 0) painted.push(taken)
    }
    const frames = await scrollThrough(page)
    return [
      {
        what: `First paint of the diff of ${changed + newFiles} files`,
        ours: spread(painted, 'ms'),
        against: '',
        value: median(painted),
        unit: 'ms',
        goal: { most: 300 },
      },
      {
        what: 'A frame while scrolling through it, p95',
        ours: `${spread(frames, 'ms', 1)}; p95 ${quantile(frames, 0.95).toFixed(1)} ms of ${frames.length} frames`,
        against: '',
        value: quantile(frames, 0.95),
        unit: 'ms',
        goal: { most: 17 },
      },
    ]
  } finally {
    await browser.close()
    await served.stop()
  }
}

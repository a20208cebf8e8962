import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Workspace } from '../../../src/contracts/index.ts'
import { somePaths, tolerated, withWorkspace, type Operation, type Operations } from './operation.ts'
import type { Yard } from './yard.ts'

interface Place {
  workspace: string
  repositoryId: Workspace['repositories'][number]['repositoryId']
  path: string
}

/** Does `work` with a file that is there, or nothing where there is none. */
const withFile = (work: (yard: Yard, place: Place, worktree: string) => Promise<unknown>): Operation =>
  withWorkspace(async (yard, { id, repositories }) => {
    const { worktree, repositoryId } = yard.world.pick(repositories)
    const path = yard.world.pick(somePaths)
    if (existsSync(join(worktree, path))) await work(yard, { workspace: id, repositoryId, path }, worktree)
  })

/** No file has this content. */
const stale = '0'.repeat(64)

/** What the user does to files with the app. */
export const inFiles: Operations = {
  'delete a file with the app': {
    weight: 5,
    run: withFile(async (yard, place, worktree) => {
      yard.ledger.taken(worktree, place.path)
      await tolerated(yard.world.call((client) => client.files.delete(place)))
    }),
  },
  'save over a file that changed meanwhile': {
    weight: 5,
    run: withFile(async (yard, place, worktree) => {
      const text = `saved ${yard.world.seed}-${yard.next()}\n`
      yard.ledger.taken(worktree, place.path)
      const as = { encoding: 'utf8', lineEnds: 'lf', expected: stale, overwrite: true } as const
      if (await tolerated(yard.world.call((client) => client.files.save({ ...place, ...as, text }))))
        yard.ledger.wrote(worktree, place.path, text)
    }),
  },
  'move a file with the app': {
    weight: 3,
    run: withFile(async (yard, place, worktree) => {
      const to = `moved/${yard.next()}.txt`
      if (await tolerated(yard.world.call((client) => client.files.move({ ...place, to }))))
        yard.ledger.moved(worktree, place.path, to)
    }),
  },
}

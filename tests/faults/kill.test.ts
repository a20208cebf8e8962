import { describe, it } from 'vitest'
import { killRun } from './scenario.ts'
import { seeds } from './seeds.ts'

const bounded = 16

// Side by side: most of a run is waiting for processes to start and end.
describe.concurrent('kill -9 of the app, the node agent and coding agents at random moments', () => {
  it.for(seeds(bounded))('loses and doubles nothing, and leaves nothing behind: seed %i', (seed) =>
    killRun(seed),
  )
})

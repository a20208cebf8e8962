import { expect, it } from 'vitest'
import { toFailure } from '../../../src/contracts/index.ts'
import { seeds } from '../seeds.ts'
import { operations } from './operations.ts'
import { Yard } from './yard.ts'

/** Operations of a run. */
const steps = 500
/** How often the node agent or the app is killed while an operation is under way. */
const killed = 0.12
const longestDelayMs = 150
/** The whole account is checked this often, so that a loss is told near the operation that made it. */
const checkEvery = 25
const minutes = 60_000

const choices = Object.entries(operations).flatMap(([name, { weight }]) => Array<string>(weight).fill(name))

it.for(seeds(1).slice(0, 1))(
  'nothing is lost over workspaces made, edited, archived, deleted and killed: seed %i',
  { timeout: 15 * minutes },
  async (seed) => {
    const yard = new Yard(seed)
    const { world } = yard
    const done: string[] = []
    const check = async (): Promise<void> => {
      const wrongs = await yard.wrongs()
      expect(wrongs, `seed ${seed}, after ${done.slice(-checkEvery).join(', ')}`).toEqual([])
    }
    try {
      await yard.prepare()
      for (let step = 1; step <= steps; step++) {
        const name = world.pick(choices)
        const victim = world.random() < killed ? world.pick(['agent', 'agent', 'serve'] as const) : null
        const delay = world.random() * longestDelayMs
        done.push(victim ? `${name} (${victim} killed)` : name)
        await Promise.all([
          operations[name]?.run(yard).catch((error: unknown) => {
            throw new Error(`seed ${seed}, step ${step}, ${name}: ${toFailure(error).message}`, {
              cause: error,
            })
          }),
          victim ? world.kill(victim, delay) : undefined,
        ])
        await yard.look()
        if (step % checkEvery === 0) await check()
      }
      await check()
      expect(yard.ledger.size, 'texts that were to be kept').toBeGreaterThan(steps / 10)
    } finally {
      await world.remove()
    }
  },
)

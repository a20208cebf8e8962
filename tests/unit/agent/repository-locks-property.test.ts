import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { mostOvertakes } from '../../../src/agent/git/lock-queue.ts'
import { RepositoryLocks } from '../../../src/agent/git/locks.ts'
import { ManualClock } from './manual-clock.ts'

const times = { ref: 200, exclusive: 300, hold: 1_000_000 }

interface Asked {
  repository: string
  /** Null: exclusive. */
  ref: string | null
  background: boolean
  askedAt: number
  state: 'waiting' | 'working' | 'done' | 'timed out'
  end(): void
  over: Promise<unknown>
}

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      repository: fc.constantFrom('r', 's'),
      ref: fc.constantFrom('x', 'y', 'z', null),
      throws: fc.boolean(),
      background: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('end' as const), which: fc.nat({ max: 9 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('tick' as const), ms: fc.integer({ min: 1, max: 200 }) }),
  },
)
const settle = () => new Promise((resolve) => setImmediate(resolve))
const excludes = (a: Asked, b: Asked): boolean =>
  a.repository === b.repository && (a.ref === null || b.ref === null || a.ref === b.ref)

test('whoever asks for what in whatever order: never two where one may be, in order, users ahead of the background, each ends', async () => {
  let [timeouts, overtakes] = [0, 0]
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
      const clock = new ManualClock()
      const locks = new RepositoryLocks(clock, () => times)
      const all: Asked[] = []
      const in_ = (state: Asked['state']) => all.filter((asked) => asked.state === state)

      const ask = (repository: string, ref: string | null, background: boolean, throws: boolean): void => {
        const { promise, resolve } = Promise.withResolvers<void>()
        const asked: Asked = {
          repository,
          ref,
          background,
          askedAt: clock.now(),
          state: 'waiting',
          end: resolve,
          over: Promise.resolve(),
        }
        const work = async () => {
          asked.state = 'working'
          await promise
          asked.state = 'done'
          if (throws) throw new Error('the work failed')
        }
        const locked =
          ref === null
            ? locks.withExclusive(repository, work, { background })
            : locks.withRef(repository, ref, work, { background })
        asked.over = locked.catch((error: { code?: string }) => {
          if (asked.state === 'done') return
          expect(error.code).toBe(ref === null ? 'exclusive_lock_timeout' : 'branch_lock_timeout')
          expect(clock.now() - asked.askedAt).toBeGreaterThanOrEqual(
            times[ref === null ? 'exclusive' : 'ref'],
          )
          asked.state = 'timed out'
          timeouts++
        })
        all.push(asked)
      }
      const check = (): void => {
        const working = in_('working')
        for (const [index, one] of working.entries())
          for (const other of working.slice(index + 1))
            expect(excludes(one, other), 'two where one may be').toBe(false)
        for (const asked of in_('waiting')) {
          const held = working.some((other) => excludes(asked, other))
          const behind = in_('waiting').some((other) => other !== asked && excludes(asked, other))
          expect(held || behind, 'nobody waits for nothing').toBe(true)
          const kept = times[asked.ref === null ? 'exclusive' : 'ref']
          expect(clock.now() - asked.askedAt, 'nobody waits longer than the limit').toBeLessThan(kept)
          // Nobody who asked later got in ahead, but users ahead of the background: others would starve.
          const later = all.slice(all.indexOf(asked) + 1).filter((other) => excludes(asked, other))
          const passed = later.filter(({ state }) => state === 'working' || state === 'done')
          if (asked.background) expect(passed.filter(({ background }) => background)).toEqual([])
          else expect(passed, 'overtaken').toEqual([])
          expect(passed.length, 'overtaken for ever').toBeLessThanOrEqual(mostOvertakes)
          overtakes += passed.length
        }
      }

      for (const each of steps) {
        if (each.do === 'ask') ask(each.repository, each.ref, each.background, each.throws)
        else if (each.do === 'tick') clock.tick(each.ms)
        else in_('working')[each.which % Math.max(in_('working').length, 1)]?.end()
        await settle()
        check()
      }
      while (in_('working').length > 0) {
        in_('working')[0]?.end()
        await settle()
        check()
      }
      await Promise.all(all.map(({ over }) => over))
      expect(in_('waiting')).toEqual([])
      expect(clock.pending, 'no timer is left').toBe(0)
    }),
    { numRuns: 200 },
  )
  expect(timeouts, 'some asked in vain').toBeGreaterThan(0)
  expect(overtakes, 'some users went ahead of the background').toBeGreaterThan(0)
})

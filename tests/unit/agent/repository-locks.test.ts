import { expect, test } from 'vitest'
import { RepositoryLocks } from '../../../src/agent/git/locks.ts'
import { ManualClock } from './manual-clock.ts'

function make() {
  const clock = new ManualClock()
  const locks = new RepositoryLocks(clock, () => ({ ref: 5_000, exclusive: 30_000 }))
  const order: string[] = []
  /** Work that is over when told. */
  const work = (name: string) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    return {
      end: resolve,
      run: async () => {
        order.push(`${name} starts`)
        await promise
        order.push(`${name} ends`)
      },
    }
  }
  return { clock, locks, order, work }
}
const settle = () => new Promise((resolve) => setImmediate(resolve))

test('commands on different refs run side by side, on one ref in order', async () => {
  const { locks, order, work } = make()
  const [a, b, c] = [work('a'), work('b'), work('c')]
  const all = [locks.withRef('r', 'x', a.run), locks.withRef('r', 'x', b.run), locks.withRef('r', 'y', c.run)]
  await settle()
  expect(order[0]).toBe('a starts')
  expect(order).not.toContain('b starts')
  a.end()
  b.end()
  c.end()
  await Promise.all(all)
  expect(order.indexOf('b starts')).toBeGreaterThan(order.indexOf('a ends'))
  // First come, first served: what asks later for another ref waits behind, but not for b to end.
  expect(order.indexOf('c starts')).toBeLessThan(order.indexOf('b ends'))
})

test('an exclusive command waits for all and runs alone', async () => {
  const { locks, order, work } = make()
  const [a, all, b] = [work('a'), work('all'), work('b')]
  const running = [
    locks.withRef('r', 'x', a.run),
    locks.withExclusive('r', all.run),
    locks.withRef('r', 'y', b.run),
  ]
  await settle()
  expect(order).toEqual(['a starts'])
  a.end()
  await settle()
  expect(order).toEqual(['a starts', 'a ends', 'all starts'])
  all.end()
  b.end()
  await Promise.all(running)
  expect(order.slice(2)).toEqual(['all starts', 'all ends', 'b starts', 'b ends'])
})

test('repositories do not wait for each other', async () => {
  const { locks, order, work } = make()
  const [a, b] = [work('a'), work('b')]
  const running = [locks.withExclusive('r', a.run), locks.withExclusive('s', b.run)]
  await settle()
  expect(order).toEqual(['a starts', 'b starts'])
  a.end()
  b.end()
  await Promise.all(running)
})

test.each([
  ['branch_lock_timeout', 5_000, 'withRef'],
  ['exclusive_lock_timeout', 30_000, 'withExclusive'],
] as const)('waiting too long is %s, and the queue goes on', async (code, ms, kind) => {
  const { clock, locks, work } = make()
  const holder = work('holder')
  const holding = locks.withExclusive('r', holder.run)
  const late =
    kind === 'withRef' ? locks.withRef('r', 'x', async () => 1) : locks.withExclusive('r', async () => 1)
  const outcome = late.catch((error: { code: string }) => error.code)
  clock.tick(ms)
  expect(await outcome).toBe(code)
  holder.end()
  await holding
  expect(await locks.withRef('r', 'x', async () => 'free again')).toBe('free again')
  expect(clock.pending).toBe(0)
})

test('work that throws gives its lock back', async () => {
  const { locks } = make()
  await expect(locks.withRef('r', 'x', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await locks.withRef('r', 'x', async () => 2)).toBe(2)
})

test('the list of worktrees is had by one at a time, also while others wait for the ref that its holder has', async () => {
  const { clock, locks, order, work } = make()
  const [list, other] = [work('list'), work('other list')]
  const first = locks.withRef('r', 'x', () => locks.withWorktreeList('r', list.run))
  const waiting = locks.withRef('r', 'x', () => Promise.resolve())
  const second = locks.withRef('r', 'y', () => locks.withWorktreeList('r', other.run))
  await settle()
  expect(order).toEqual(['list starts'])
  list.end()
  await settle()
  expect(order).toEqual(['list starts', 'list ends', 'other list starts'])
  const late = locks.withWorktreeList('r', () => Promise.resolve())
  const refused = expect(late).rejects.toMatchObject({ code: 'exclusive_lock_timeout' })
  clock.tick(30_000)
  await refused
  other.end()
  await Promise.all([first, waiting, second])
})

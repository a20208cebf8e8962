import { expect, test, vi } from 'vitest'
import { mostOvertakes } from '../../../src/agent/git/lock-queue.ts'
import { RepositoryLocks } from '../../../src/agent/git/locks.ts'
import { ManualClock } from './manual-clock.ts'

function make() {
  const clock = new ManualClock()
  const locks = new RepositoryLocks(clock, () => ({ ref: 5_000, exclusive: 30_000, hold: 60_000 }))
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
  // What asks for another ref does not wait behind the one that waits for this one.
  expect(order).toEqual(['a starts', 'c starts'])
  a.end()
  b.end()
  c.end()
  await Promise.all(all)
  expect(order.indexOf('b starts')).toBeGreaterThan(order.indexOf('a ends'))
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

test('what a user asked for goes ahead of looks in the background, which are not starved by it', async () => {
  const { locks, order, work } = make()
  const [holder, look] = [work('holder'), work('look')]
  const all = [
    locks.withExclusive('r', holder.run),
    locks.withExclusive('r', look.run, { background: true }),
    ...Array.from({ length: mostOvertakes + 1 }, (_, n) =>
      locks.withExclusive('r', async () => void order.push(`user ${n}`)),
    ),
  ]
  holder.end()
  look.end()
  await Promise.all(all)
  const place = order.indexOf('look starts')
  expect(order.slice(2, place)).toEqual(Array.from({ length: mostOvertakes }, (_, n) => `user ${n}`))
  expect(order.slice(place)).toEqual(['look starts', 'look ends', `user ${mostOvertakes}`])
})

test('a caller that is gone waits no longer', async () => {
  const { clock, locks, order, work } = make()
  const [holder, never] = [work('holder'), work('never')]
  const holding = locks.withRef('r', 'x', holder.run)
  const caller = new AbortController()
  const waiting = locks.withExclusive('r', never.run, { signal: caller.signal })
  const behind = locks.withRef('r', 'y', async () => void order.push('behind'))
  caller.abort(new Error('gone'))
  await expect(waiting).rejects.toThrow('gone')
  await behind
  expect(order).toEqual(['holder starts', 'behind'])
  await expect(locks.withRef('r', 'z', never.run, { signal: caller.signal })).rejects.toThrow('gone')
  holder.end()
  await holding
  expect(order).not.toContain('never starts')
  expect(clock.pending).toBe(0)
})

test('a holder whose caller is gone is told, and its lock is free even if it does not listen', async () => {
  const { clock, locks, order, work } = make()
  const caller = new AbortController()
  const told = vi.fn()
  const holding = locks.withRef(
    'r',
    'x',
    (signal) => {
      signal.addEventListener('abort', told)
      return work('holder').run()
    },
    { signal: caller.signal },
  )
  const outcome = expect(holding).rejects.toThrow('gone')
  const next = locks.withExclusive('r', async () => void order.push('next'))
  await settle()
  caller.abort(new Error('gone'))
  expect(told).toHaveBeenCalledOnce()
  clock.tick(10_000)
  await outcome
  await next
  expect(order).toEqual(['holder starts', 'next'])
  expect(clock.pending).toBe(0)
})

test('work that never ends is told to stop after the longest hold, and then its lock is free', async () => {
  const { clock, locks, order, work } = make()
  let stopped: AbortSignal | undefined
  const holding = locks.withExclusive('r', (signal) => {
    stopped = signal
    return work('holder').run()
  })
  const outcome = expect(holding).rejects.toMatchObject({ code: 'exclusive_lock_timeout' })
  await settle()
  clock.tick(60_000)
  expect(stopped?.aborted).toBe(true)
  const next = locks.withRef('r', 'x', async () => void order.push('next'))
  await settle()
  expect(order).toEqual(['holder starts'])
  clock.tick(10_000)
  await outcome
  // It waited longer than a branch is waited for.
  await expect(next).rejects.toMatchObject({ code: 'branch_lock_timeout' })
  expect(await locks.withRef('r', 'x', async () => 'free')).toBe('free')
  expect(clock.pending).toBe(0)
})

test('tells whether the app itself is changing a branch', async () => {
  const { locks, work } = make()
  const [branch, all] = [work('branch'), work('all')]
  const first = locks.withRef('r', 'x', branch.run)
  expect([locks.isHeld('r', 'x'), locks.isHeld('r', 'y'), locks.isHeld('s', 'x')]).toEqual([
    true,
    false,
    false,
  ])
  branch.end()
  await first
  const second = locks.withExclusive('r', all.run)
  expect([locks.isHeld('r', 'x'), locks.isHeld('r', 'y')]).toEqual([true, true])
  all.end()
  await second
  expect(locks.isHeld('r', 'x')).toBe(false)
})

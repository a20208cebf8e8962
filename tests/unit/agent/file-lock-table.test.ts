import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { LockTable, meet, overlap, type Claim } from '../../../src/agent/file-locks/lock-table.ts'
import { newId } from '../../../src/base/index.ts'

const sessions = Array.from({ length: 4 }, () => newId('session'))
const keys = ['a', 'dir', 'dir/b', 'dir/c', 'directory', '.'].map((path) => ({ worktree: '/w', path }))
const elsewhere = { worktree: '/v', path: 'a' }

interface Asked extends Claim {
  state: 'waiting' | 'granted'
}

const subset = fc.uniqueArray(fc.constantFrom(...keys, elsewhere), { minLength: 1, maxLength: 3 })
const who = { session: fc.constantFrom(...sessions), call: fc.constantFrom('1', '2', null) }
const step = fc.oneof(
  fc.record({ do: fc.constant('take' as const), ...who, keys: subset }),
  fc.record({ do: fc.constant('wait' as const), ...who, keys: subset }),
  fc.record({ do: fc.constant('release' as const), ...who }),
  fc.record({ do: fc.constant('end' as const), ...who }),
)

test('whatever is asked for: no two sessions hold one file, the waiting ones come in order and as soon as they can', () => {
  const seen = { granted: 0, waited: 0 }
  fc.assert(
    fc.property(fc.array(step, { minLength: 3, maxLength: 50 }), (steps) => {
      const table = new LockTable<Claim>()
      let waiting: Asked[] = []
      for (const { do: what, session, call, ...rest } of steps) {
        const wanted = 'keys' in rest ? rest.keys : []
        if (what === 'take') table.take({ session, call, keys: wanted })
        else if (what === 'wait') {
          const asked: Asked = { session, call, keys: wanted, state: 'waiting' }
          waiting.push(asked)
          seen.waited++
          table.wait(asked, () => {
            const ahead = waiting.slice(0, waiting.indexOf(asked))
            for (const other of ahead)
              expect(other.session === session || !meet(other, asked), 'out of order').toBe(true)
            asked.state = 'granted'
            waiting = waiting.filter((other) => other !== asked)
            seen.granted++
          })
        } else {
          waiting = waiting.filter(
            (asked) => asked.session !== session || (what === 'release' && asked.call !== call),
          )
          if (what === 'end') table.releaseAll(session)
          else table.release(session, call)
        }
        for (const one of table.held)
          for (const other of table.held)
            expect(one.session === other.session || !overlap(one.key, other.key), 'two holders').toBe(true)
        expect(table.waiting).toEqual(waiting)
        for (const [place, asked] of waiting.entries()) {
          const isBehind = waiting
            .slice(0, place)
            .some((first) => first.session !== asked.session && meet(first, asked))
          expect(isBehind || table.inTheWay(asked).length > 0, 'waits for nothing').toBe(true)
        }
      }
      // Those who are granted meanwhile end as well.
      for (const session of [...sessions, ...sessions]) {
        waiting = waiting.filter((asked) => asked.session !== session)
        table.releaseAll(session)
      }
      expect([table.held, table.waiting]).toEqual([[], []])
    }),
    { numRuns: 500 },
  )
  expect(seen.granted).toBeGreaterThan(0)
  expect(seen.granted).toBeLessThan(seen.waited)
})

test('a folder and what is in it exclude each other, a name that only begins alike does not', () => {
  const at = (path: string) => ({ worktree: '/w', path })
  expect(overlap(at('dir'), at('dir/b'))).toBe(true)
  expect(overlap(at('dir/b'), at('dir'))).toBe(true)
  expect(overlap(at('.'), at('x'))).toBe(true)
  expect(overlap(at('dir'), at('directory'))).toBe(false)
  expect(overlap(at('a'), { worktree: '/v', path: 'a' })).toBe(false)
})

test('a file is held until the last of a session’s calls on it has ended', () => {
  const table = new LockTable<Claim>()
  const [session] = sessions
  const claim = (call: string) => ({ session: session!, call, keys: [keys[0]!] })
  table.take(claim('1'))
  table.take(claim('2'))
  table.release(session!, '1')
  expect(table.held).toHaveLength(1)
  table.release(session!, '2')
  expect(table.held).toEqual([])
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../../src/base/index.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const day = 86_400_000

test('a wait longer than Node can count is waited to its end', () => {
  const done = vi.fn<() => void>()
  systemClock.after(60 * day, done)
  vi.advanceTimersByTime(59 * day)
  expect(done).not.toHaveBeenCalled()
  vi.advanceTimersByTime(day)
  expect(done).toHaveBeenCalledOnce()
})

test('a long wait can be cancelled in its second half', () => {
  const done = vi.fn<() => void>()
  const cancel = systemClock.after(60 * day, done)
  vi.advanceTimersByTime(40 * day)
  cancel()
  vi.advanceTimersByTime(40 * day)
  expect(done).not.toHaveBeenCalled()
})

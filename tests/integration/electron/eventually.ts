import { vi } from 'vitest'

/** Longer than any machine needs: a window is a process of its own, on two busy cores. */
const longestMs = 20_000

/** Waits until `check` does not throw any more; what it returns. */
export const eventually = <Result>(check: () => Result | Promise<Result>): Promise<Result> =>
  vi.waitFor(check, { timeout: longestMs, interval: 20 })

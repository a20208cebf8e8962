/** Time as an argument: services get a clock, tests tick their own. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number
  /** Runs `callback` once after `ms`; returns a function that cancels it. */
  after(ms: number, callback: () => void): () => void
}

/** Tells when `ms` have gone by, also when the clock is set forward or back meanwhile. Cancel it when done. */
export function timeLimit(clock: Clock, ms: number): { readonly passed: boolean; cancel(): void } {
  let passed = false
  const cancel = clock.after(ms, () => (passed = true))
  return {
    get passed() {
      return passed
    },
    cancel,
  }
}

/** A longer timeout of Node's fires at once: its delay is a signed 32-bit number. */
const longestMs = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    let timer: NodeJS.Timeout
    const wait = (left: number): void => {
      timer = setTimeout(
        () => (left > longestMs ? wait(left - longestMs) : callback()),
        Math.min(left, longestMs),
      )
    }
    wait(ms)
    return () => clearTimeout(timer)
  },
}

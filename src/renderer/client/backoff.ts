/** Share of a wait that is random, so that several windows do not come back at the same moment. */
const jitter = 0.2

/**
 * Milliseconds to wait before attempt `attempt` (1 is the first retry): doubling from `firstMs` to `maxMs`, less up
 * to a fifth. `random` is in [0, 1).
 */
export function backoffMs(attempt: number, firstMs: number, maxMs: number, random: number): number {
  const full = Math.min(maxMs, firstMs * 2 ** Math.min(attempt - 1, 30))
  return Math.round(full * (1 - jitter * random))
}

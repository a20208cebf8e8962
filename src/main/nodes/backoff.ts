import type { Limits } from '../../contracts/index.ts'

/**
 * Milliseconds to wait before attempt `attempt` (0 for the first retry): doubling up to the limit, then jittered
 * to between half and all of that, so that many clients of one node do not come back at the same moment.
 * `random` is in [0, 1).
 */
export function backoffMs(
  attempt: number,
  limits: Pick<Limits, 'reconnectFirstMs' | 'reconnectMaxMs'>,
  random: number,
): number {
  const full = Math.min(limits.reconnectMaxMs, limits.reconnectFirstMs * 2 ** Math.min(attempt, 30))
  return Math.round(full * (0.5 + random / 2))
}

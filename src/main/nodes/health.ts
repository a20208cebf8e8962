import type { Limits, NodeHealth, NodeStatus } from '../../contracts/index.ts'

/**
 * How fresh the last sign of life is. A node in `error` is unhealthy. Silence counts from when we began to listen
 * (`listeningSince`, ms): what was not heard while the app was closed says nothing.
 */
export function healthOf(
  status: NodeStatus,
  lastSeenAt: number | null,
  listeningSince: number,
  now: number,
  limits: Pick<Limits, 'heartbeatStaleMs' | 'heartbeatUnhealthyMs'>,
): NodeHealth {
  const silence = now - Math.max(lastSeenAt ?? 0, listeningSince)
  if (status === 'error' || silence > limits.heartbeatUnhealthyMs) return 'unhealthy'
  return silence > limits.heartbeatStaleMs ? 'stale' : 'healthy'
}

import type { Limits, NodeHealth, NodeStatus } from '../../contracts/index.ts'

/** How fresh the last sign of life is. A node in `error`, or never heard of, is unhealthy. */
export function healthOf(
  status: NodeStatus,
  lastSeenAt: number | null,
  now: number,
  limits: Pick<Limits, 'heartbeatStaleMs' | 'heartbeatUnhealthyMs'>,
): NodeHealth {
  if (status === 'error' || lastSeenAt === null) return 'unhealthy'
  const age = now - lastSeenAt
  if (age > limits.heartbeatUnhealthyMs) return 'unhealthy'
  return age > limits.heartbeatStaleMs ? 'stale' : 'healthy'
}

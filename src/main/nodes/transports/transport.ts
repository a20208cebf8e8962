import type { WebSocket } from 'ws'

/** A way to a node agent. */
export interface Transport {
  /**
   * Makes the agent reachable, starting it where that is our part. Resolves when a socket can be opened;
   * throws `node_unreachable` or `agent_failed` with the reason.
   */
  prepare(signal: AbortSignal): Promise<void>
  /** Whether an agent runs there now; starts none. */
  answers(): Promise<boolean>
  /** Opens a socket to the agent's `path`; not yet connected when returned. */
  open(path: '/rpc' | '/streams', headers?: Record<string, string>): WebSocket
}

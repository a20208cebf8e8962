import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { Failure, toFailure, type AppContract } from '../../contracts/index.ts'
import { backoffMs } from './backoff.ts'
import type { Channel, Link, OpenChannel } from './channel.ts'

export type AppClient = ContractRouterClient<AppContract>

/** `connecting`: the first try or a short gap. `offline`: several tries failed; it goes on trying. */
export type ConnectionState = 'connecting' | 'connected' | 'offline'

/** Failed tries after which the state is called offline: one hiccup is not worth a banner. */
const offlineAfter = 2

export interface ConnectionOptions {
  open: OpenChannel
  /** The limits in force, read anew for every wait. */
  limits: () => { reconnectFirstMs: number; reconnectMaxMs: number }
  random: () => number
}

export interface Connection {
  /** Calls fail with a `Failure`; `node_unreachable` when there is no connection or it is lost on the way. */
  readonly client: AppClient
  readonly state: ConnectionState
  /** Called after each change of `state`. Returns the way to stop listening. */
  subscribe(listener: () => void): () => void
  /** Resolves when connected, at once if it is already. Rejects when `signal` aborts. */
  connected(signal: AbortSignal): Promise<void>
  /** Tries now instead of at the end of the wait. */
  retry(): void
  close(): void
}

const notConnected = (cause?: unknown): Failure =>
  new Failure('node_unreachable', 'Switchyard does not answer', {
    hint: 'It connects again by itself. What agents and terminals do goes on meanwhile.',
    cause,
  })

/** Keeps one channel to the control plane open for as long as the page lives. */
export function connect({ open, limits, random }: ConnectionOptions): Connection {
  const listeners = new Set<() => void>()
  let state: ConnectionState = 'connecting'
  let channel: Channel | null = null
  let wake: (() => void) | null = null
  const life = new AbortController()

  const enter = (next: ConnectionState): void => {
    if (state === next) return
    state = next
    for (const listener of listeners) listener()
  }

  const wait = async (ms: number): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, ms)
    wake = resolve
    await promise
    clearTimeout(timer)
    wake = null
  }

  async function run(): Promise<void> {
    let failed = 0
    while (!life.signal.aborted) {
      const opened = await open().catch(() => null)
      if (opened && !life.signal.aborted) {
        failed = 0
        channel = opened
        enter('connected')
        await opened.closed
        channel = null
        if (!life.signal.aborted) enter('connecting')
      } else opened?.close()
      if (life.signal.aborted) return
      failed += 1
      if (failed >= offlineAfter) enter('offline')
      const { reconnectFirstMs, reconnectMaxMs } = limits()
      await wait(backoffMs(failed, reconnectFirstMs, reconnectMaxMs, random()))
    }
  }
  void run()

  const link: Link = {
    async call(path, input, options) {
      const used = channel
      if (!used) throw notConnected()
      try {
        return await used.link.call(path, input, options)
      } catch (error) {
        if (!used.isOpen() && !options.signal?.aborted) throw notConnected(error)
        throw toFailure(error)
      }
    },
  }

  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }

  return {
    client: createORPCClient(link),
    get state() {
      return state
    },
    subscribe,
    connected(signal) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const check = (): void => {
        if (state === 'connected') resolve()
      }
      const unsubscribe = subscribe(check)
      const abort = (): void => reject(signal.reason as Error)
      signal.addEventListener('abort', abort, { once: true })
      if (signal.aborted) abort()
      check()
      return promise.finally(() => {
        unsubscribe()
        signal.removeEventListener('abort', abort)
      })
    },
    retry: () => wake?.(),
    close() {
      life.abort()
      channel?.close()
      wake?.()
    },
  }
}

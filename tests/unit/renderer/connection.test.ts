import { describe, expect, it, vi } from 'vitest'
import { backoffMs } from '../../../src/renderer/client/backoff.ts'
import type { Channel } from '../../../src/renderer/client/channel.ts'
import { connect, type Connection } from '../../../src/renderer/client/connection.ts'

interface FakeChannel extends Channel {
  break(): void
}

/** A channel whose calls are answered by `call`; `break` closes it from the other side. */
function channel(call: () => Promise<unknown> = () => Promise.resolve('answer')): FakeChannel {
  let open = true
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  const end = () => {
    open = false
    resolve()
  }
  return { link: { call }, isOpen: () => open, closed, close: end, break: end }
}

const limits = () => ({ reconnectFirstMs: 1, reconnectMaxMs: 4 })
const live = new AbortController().signal

function until(connection: Connection, state: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const check = () => connection.state === state && resolve()
  const stop = connection.subscribe(check)
  check()
  return promise.finally(stop)
}

describe('backoffMs', () => {
  it.each([
    [1, 0, 500],
    [2, 0, 1000],
    [3, 0, 2000],
    [20, 0, 30_000],
    [2000, 0, 30_000],
    [1, 0.999999, 400],
  ])('before retry %i with %d of the jitter is %i ms', (attempt, random, wait) => {
    expect(backoffMs(attempt, 500, 30_000, random)).toBe(wait)
  })
})

describe('a connection', () => {
  it('opens again when the channel closes, for as long as it takes', async () => {
    const [first, second] = [channel(), channel()]
    const opened = [first, second]
    let tries = 0
    const connection = connect({
      // The second channel comes only after three refusals.
      open: () =>
        tries++ === 0 || tries > 4 ? Promise.resolve(opened.shift()!) : Promise.reject(new Error('no')),
      limits,
      random: () => 0,
    })
    const states: string[] = []
    connection.subscribe(() => states.push(connection.state))
    await connection.connected(live)
    first.break()
    await until(connection, 'offline')
    await until(connection, 'connected')
    expect(states).toEqual(['connected', 'connecting', 'offline', 'connected'])
    expect(tries).toBe(5)
    connection.close()
  })

  it('fails calls with node_unreachable while there is none', async () => {
    const connection = connect({ open: () => Promise.reject(new Error('no')), limits, random: () => 0 })
    await expect(connection.client.status()).rejects.toMatchObject({ code: 'node_unreachable' })
    connection.close()
  })

  it('fails a call under way with node_unreachable when the channel closes', async () => {
    const under = Promise.withResolvers<unknown>()
    const broken = channel(() => under.promise)
    const connection = connect({ open: () => Promise.resolve(broken), limits, random: () => 0 })
    await connection.connected(live)
    const call = connection.client.status()
    broken.break()
    under.reject(new Error('aborted'))
    await expect(call).rejects.toMatchObject({ code: 'node_unreachable' })
    connection.close()
  })

  it('reads a declared error back with its code and hint', async () => {
    const refusing = channel(() =>
      Promise.reject({ code: 'branch_conflict', message: 'taken', data: { hint: 'another' } }),
    )
    const connection = connect({ open: () => Promise.resolve(refusing), limits, random: () => 0 })
    await connection.connected(live)
    await expect(connection.client.status()).rejects.toMatchObject({
      code: 'branch_conflict',
      hint: 'another',
    })
    connection.close()
  })

  it('tries at once when asked to, instead of at the end of the wait', async () => {
    const open = vi
      .fn<() => Promise<Channel>>()
      .mockRejectedValueOnce(new Error('no'))
      .mockResolvedValue(channel())
    const hours = () => ({ reconnectFirstMs: 3_600_000, reconnectMaxMs: 3_600_000 })
    const connection = connect({ open, limits: hours, random: () => 0 })
    await vi.waitFor(() => {
      connection.retry()
      expect(connection.state).toBe('connected')
    })
    connection.close()
  })

  it('opens nothing more once closed', async () => {
    const open = vi.fn(() => Promise.resolve(channel()))
    const connection = connect({ open, limits, random: () => 0 })
    await connection.connected(live)
    connection.close()
    await until(connection, 'connected')
    expect(open).toHaveBeenCalledTimes(1)
  })
})

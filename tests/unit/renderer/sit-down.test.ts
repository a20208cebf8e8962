import { expect, it } from 'vitest'
import { Failure, type AttachEvent, type Seat } from '../../../src/contracts/index.ts'
import { sitDown } from '../../../src/renderer/state/sit-down.ts'
import type { Connection } from '../../../src/renderer/client/index.ts'
import { sessionId } from './make.ts'

const mine: Seat = { id: 'mine', kind: 'window' }
const other: Seat = { id: 'other', kind: 'tab' }
type Reply = AttachEvent[] | Failure
interface Asked {
  mode: string
  takeover: boolean
}

/** Plays the replies one after the other; what was asked and who was said to write. */
async function play(
  replies: Reply[],
  takeover = false,
): Promise<{ asked: Asked[]; writers: (string | null)[] }> {
  const asked: Asked[] = []
  const writers: (string | null)[] = []
  const left = [...replies]
  const attach = (request: Asked): Promise<AsyncIterable<AttachEvent>> => {
    asked.push({ mode: request.mode, takeover: request.takeover })
    const reply = left.shift() ?? [{ type: 'stopped' }]
    if (reply instanceof Failure) return Promise.reject(reply)
    return Promise.resolve(
      (async function* () {
        yield* reply
      })(),
    )
  }
  const connection = {
    state: 'connected',
    connected: () => Promise.resolve(),
    client: { session: { attach } },
  }
  await sitDown(
    {
      connection: connection as unknown as Connection,
      sessionId: sessionId(),
      seat: mine,
      onWriter: (writer) => writers.push(writer?.id ?? null),
    },
    takeover,
    new AbortController().signal,
  )
  return { asked, writers }
}
const write = { mode: 'write', takeover: false }
const watch = { mode: 'watch', takeover: false }
const refused = new Failure('session_already_attached', 'attached', { details: { writer: other } })

it('watches while another writes and sits down as soon as the place is free', async () => {
  const { asked, writers } = await play([
    refused,
    [
      { type: 'writer', writer: other },
      { type: 'writer', writer: null },
    ],
    [{ type: 'attached' }, { type: 'stopped' }],
  ])
  expect(asked).toEqual([write, watch, write])
  expect(writers).toEqual(['other', 'other', null, null, null])
})
it('takes over once, and not back from who takes over in turn', async () => {
  const { asked, writers } = await play(
    [
      [{ type: 'attached' }, { type: 'taken', by: other }],
      [{ type: 'writer', writer: other }, { type: 'stopped' }],
    ],
    true,
  )
  expect(asked).toEqual([{ mode: 'write', takeover: true }, watch])
  expect(writers.slice(0, 3)).toEqual([null, 'other', 'other'])
})
it('takes its own other connection for itself', async () => {
  const { writers } = await play([[{ type: 'attached' }, { type: 'taken', by: mine }]])
  expect(writers).toEqual([null, null, null])
})
it.each(['session_not_running', 'session_not_found'] as const)('gives up after %s', async (code) =>
  expect((await play([new Failure(code, 'x')])).asked).toHaveLength(1),
)

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { AttachHost } from '../../../src/agent/attach/index.ts'
import type { AgentStore } from '../../../src/agent/store/index.ts'
import { Hub, newId, Scope } from '../../../src/base/index.ts'
import type { AttachEvent, AttachMode, JournalRecord, Seat } from '../../../src/contracts/index.ts'
import { session } from '../../hosts/agent/entities.ts'

const seats: Seat[] = [
  { id: 'a', kind: 'window' },
  { id: 'b', kind: 'tab' },
  { id: 'c', kind: 'command_line' },
]

interface Attachment {
  seat: Seat
  mode: AttachMode
  heard: AttachEvent[]
  /** By its own act. */
  left: boolean
  over: boolean
  leave(): void
}

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('attach' as const),
      seat: fc.constantFrom(...seats),
      mode: fc.constantFrom<AttachMode>('write', 'write', 'watch'),
      takeover: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('leave' as const),
      which: fc.nat({ max: 9 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('settle' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stop' as const) }) },
)
const settle = () => new Promise((resolve) => setImmediate(resolve))

/** One session as the host sees it, without a database. */
function make() {
  const appended = new Hub<JournalRecord>()
  let entity = session({ workspaceId: newId('workspace') })
  const store = { appended, sessions: { get: () => ({ entity }) } } as unknown as AgentStore
  const scope = new Scope('test')
  const host = new AttachHost(store, scope)
  const all: Attachment[] = []
  return {
    scope,
    all,
    stopped: () => entity.status === 'stopped',
    stop() {
      entity = { ...entity, status: 'stopped' }
      const record = { entry: { type: 'session', entity } } as unknown as JournalRecord
      appended.publish(record)
    },
    /** The code of the refusal, if it was one. */
    attach(seat: Seat, mode: AttachMode, takeover: boolean): string | null {
      const gone = new AbortController()
      try {
        const events = host.attach(
          { workspaceId: entity.workspaceId, sessionId: entity.id, seat, mode, takeover },
          gone.signal,
        )
        const attachment: Attachment = {
          seat,
          mode,
          heard: [],
          left: false,
          over: false,
          leave() {
            attachment.left = true
            gone.abort()
          },
        }
        all.push(attachment)
        void (async () => {
          for await (const event of events) attachment.heard.push(event)
          attachment.over = true
        })()
        return null
      } catch (error) {
        return (error as { code: string }).code
      }
    },
  }
}

const wasTold = ({ heard }: Attachment, type: AttachEvent['type']): number =>
  heard.filter((event) => event.type === type).length

test('whoever attaches, takes over, leaves and stops in whatever order: one writes, and each is told once what became of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 40 }), async (steps) => {
      const { scope, all, stopped, stop, attach } = make()
      /** Who writes, by the rule; left-overs of a departure count until it was heard. */
      let writer: Attachment | null = null
      for (const each of steps) {
        if (each.do === 'settle') await settle()
        else if (each.do === 'stop') {
          stop()
          writer = null
        } else if (each.do === 'leave') {
          const attached = all[each.which % Math.max(all.length, 1)]
          attached?.leave()
          await settle()
          if (attached && attached === writer) writer = null
        } else {
          const code = attach(each.seat, each.mode, each.takeover)
          const other = writer !== null && writer.seat.id !== each.seat.id
          if (stopped()) expect(code).toBe('session_not_running')
          else if (each.mode === 'write' && other && !each.takeover)
            expect(code).toBe('session_already_attached')
          else {
            expect(code).toBeNull()
            if (each.mode === 'write') writer = all.at(-1)!
          }
        }
      }
      await settle()
      await settle()
      check(all, writer, stopped())
      for (const attached of all) attached.leave()
      await scope.close()
    }),
    { numRuns: 300 },
  )
})

function check(all: readonly Attachment[], writer: Attachment | null, stopped: boolean): void {
  const writing = all.filter(
    (one) => one.mode === 'write' && !one.left && wasTold(one, 'attached') === 1 && !one.over,
  )
  expect(writing, 'one writes at most').toEqual(writer ? [writer] : [])
  for (const attached of all) {
    const ends = wasTold(attached, 'taken') + wasTold(attached, 'stopped')
    expect(ends, 'the end is told once at most').toBeLessThanOrEqual(1)
    if (ends === 1) {
      expect(attached.heard.at(-1)?.type, 'and nothing after it').toBeOneOf(['taken', 'stopped'])
      expect(attached.over, 'and closes').toBe(true)
    }
    if (attached.left || attached === writer) continue
    // Nobody is dropped without a word: displaced, stopped, or still there and watching.
    if (attached.mode === 'write') expect(ends, 'displaced or stopped').toBe(1)
    else if (stopped) expect(wasTold(attached, 'stopped')).toBe(1)
    else
      expect(attached.heard.at(-1), 'who watches knows who writes').toEqual({
        type: 'writer',
        writer: writer?.seat ?? null,
      })
  }
}

import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { MessageQueue } from '../../../src/agent/sessions/queue.ts'
import { AgentStore } from '../../../src/agent/store/index.ts'
import { newId, systemClock } from '../../../src/base/index.ts'
import {
  isWaiting,
  limitDefaults,
  type HeldBecause,
  type QueuedMessage,
  type QueuedMessageId,
} from '../../../src/contracts/index.ts'
import { session, workspace } from '../../hosts/agent/entities.ts'
import { temporaryFolder } from '../../hosts/git/index.ts'
import { agentProfile } from './harness.ts'

const limit = 6

/** What the queue must be, as plainly as it can be said: a list of those that wait, and what became of the others. */
class Model {
  waiting: { id: QueuedMessageId; text: string; held: HeldBecause | 'by hand' | null }[] = []
  readonly gone = new Map<QueuedMessageId, 'sent' | 'discarded'>()

  place(id: QueuedMessageId, before: QueuedMessageId | null): void {
    if (id === before) return
    const moved = this.waiting.find((message) => message.id === id)!
    const others = this.waiting.filter((message) => message !== moved)
    // One that left the queue meanwhile would have been the first: what was to go before it is next.
    const at =
      before === null
        ? others.length
        : Math.max(
            0,
            others.findIndex((other) => other.id === before),
          )
    others.splice(at, 0, moved)
    this.waiting = others
  }

  leave(id: QueuedMessageId, as: 'sent' | 'discarded'): void {
    this.waiting = this.waiting.filter((message) => message.id !== id)
    this.gone.set(id, as)
  }
}

const which = fc.nat({ max: 20 })
const before = fc.option(which)
const text = fc.string({ maxLength: 4 })
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('add' as const), held: fc.boolean(), text, before }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('edit' as const), which, text }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('move' as const), which, before }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('discard' as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('send' as const), which: fc.option(which) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('hold' as const),
      because: fc.constantFrom<HeldBecause>('failed', 'cancelled', 'interrupted', 'stopped'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('resume' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
)

test('whatever is added, edited, moved, removed, sent, held and resumed, the queue is what a plain list would be', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
      const { path, remove } = temporaryFolder('queue')
      const open = () => new AgentStore(join(path, 'agent.db'), systemClock, newId)
      let store = open()
      using _left = { [Symbol.dispose]: () => (store.close(), remove()) }
      const place = workspace({ nodeId: newId('node') })
      const chat = session({ workspaceId: place.id })
      store.change(() => {
        store.workspaces.put(place)
        store.sessions.insert(chat, agentProfile())
      })
      const limits = () => ({ ...limitDefaults, queuedMessages: limit })
      const queueOf = () => new MessageQueue({ store, clock: systemClock, newId, limits }, chat.id, place.id)
      let queue = queueOf()
      const model = new Model()
      const all: QueuedMessageId[] = []
      const pick = (index: number): QueuedMessageId | undefined => all[index % Math.max(all.length, 1)]
      const orNull = (index: number | null): QueuedMessageId | null =>
        index === null ? null : (pick(index) ?? null)
      /** Does it on the queue, and on the model only when the message still waits; else it must be refused. */
      const onWaiting = (index: number, real: (id: QueuedMessageId) => unknown, ideal: () => void): void => {
        const id = pick(index)
        if (id === undefined) return
        if (!model.gone.has(id)) {
          real(id)
          return ideal()
        }
        expect(() => real(id)).toThrow(expect.objectContaining({ code: 'invalid_transition' }))
      }

      for (const each of steps) {
        switch (each.do) {
          case 'add': {
            const content = { text: each.text, attachments: [] }
            const add = () =>
              queue.add(
                { turnId: newId('turn'), content, approve: 'ask' },
                each.held ? 'held' : 'queued',
                orNull(each.before),
              )
            if (model.waiting.length === limit) {
              expect(add).toThrow(expect.objectContaining({ code: 'limit_reached' }))
              break
            }
            const to = orNull(each.before)
            const { id } = add()
            all.push(id)
            model.waiting.push({ id, text: each.text, held: each.held ? 'by hand' : null })
            model.place(id, to)
            break
          }
          case 'edit':
            onWaiting(
              each.which,
              (id) => queue.edit(id, { text: each.text, attachments: [] }),
              () => (model.waiting.find(({ id }) => id === pick(each.which))!.text = each.text),
            )
            break
          case 'move':
            onWaiting(
              each.which,
              (id) => queue.move(id, orNull(each.before)),
              () => model.place(pick(each.which)!, orNull(each.before)),
            )
            break
          case 'discard': {
            const id = pick(each.which)
            if (id === undefined) break
            if (model.gone.get(id) === 'sent')
              expect(() => queue.discard(id)).toThrow(expect.objectContaining({ code: 'invalid_transition' }))
            else {
              queue.discard(id)
              model.leave(id, 'discarded')
            }
            break
          }
          case 'send': {
            // Without a choice it is the first that is queued: held ones go by the user's act alone.
            const next = model.waiting.find(({ held }) => held === null)
            if (each.which === null) {
              expect(queue.first()?.id).toBe(next?.id)
              if (!next) break
              store.change((change) => queue.sendInto(change, queue.first()!))
              model.leave(next.id, 'sent')
              break
            }
            const id = pick(each.which)
            if (id === undefined) break
            const send = () => store.change((change) => queue.sendInto(change, queue.get(id)))
            if (model.gone.get(id) === 'discarded')
              expect(send).toThrow(expect.objectContaining({ code: 'invalid_transition' }))
            else {
              send()
              model.leave(id, 'sent')
            }
            break
          }
          case 'hold':
            store.change((change) => queue.holdInto(change, each.because))
            for (const message of model.waiting)
              // Whatever held a message first is why it is held; that the session ended is the last word.
              if (message.held === null || each.because === 'stopped') message.held = each.because
            break
          case 'resume':
            store.change((change) => queue.resumeInto(change))
            for (const message of model.waiting) message.held = null
            break
          case 'restart':
            store.close()
            store = open()
            queue = queueOf()
        }
        check(store, model, all)
      }
    }),
    { numRuns: 40 },
  )
})

function check(store: AgentStore, model: Model, all: readonly QueuedMessageId[]): void {
  const messages = all.map((id) => store.queue.get(id)!)
  const waiting = messages.filter(isWaiting).toSorted((a, b) => a.place - b.place)
  const seen = ({ id, text: said, status, heldBecause }: QueuedMessage) => ({
    id,
    text: said,
    held: status === 'queued' ? null : (heldBecause ?? 'by hand'),
  })
  expect(waiting.map(seen)).toEqual(model.waiting)
  if (waiting[0]) expect(store.queue.waiting(waiting[0].sessionId)).toEqual(waiting)
  expect(new Set(waiting.map(({ place }) => place)).size, 'one message a place').toBe(waiting.length)
  for (const { id, status } of messages.filter((message) => !isWaiting(message)))
    expect(status).toBe(model.gone.get(id))
  checkJournal(store, messages)
}

/** A reader of the journal knows each message as it is, and heard of each change once. */
function checkJournal(store: AgentStore, messages: readonly QueuedMessage[]): void {
  const told = new Map<string, QueuedMessage>()
  for (const { record } of store.journal.after(0, 10_000)) {
    if (record.entry.type !== 'queued') continue
    const { entity } = record.entry
    expect(entity.revision).toBe((told.get(entity.id)?.revision ?? 0) + 1)
    told.set(entity.id, entity)
  }
  expect([...told.values()].toSorted(byId)).toEqual([...messages].toSorted(byId))
}

const byId = (a: QueuedMessage, b: QueuedMessage): number => (a.id < b.id ? -1 : 1)

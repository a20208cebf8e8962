import { describe, expect, it } from 'vitest'
import type { QueuedMessage, QueuedMessageId, TurnId } from '../../../src/contracts/index.ts'
import { heldChoice, neighbour } from '../../../src/renderer/features/queue/held.ts'
import { session, sessionId, workspaceId } from './make.ts'

const message = (name: string, over: Partial<QueuedMessage> = {}): QueuedMessage => ({
  id: name as QueuedMessageId,
  sessionId: sessionId(),
  workspaceId: workspaceId(),
  turnId: `t-${name}` as TurnId,
  text: name,
  attachments: [],
  approve: 'ask',
  status: 'queued',
  heldBecause: null,
  place: 1,
  createdAt: 1,
  updatedAt: 1,
  revision: 1,
  ...over,
})

describe('held messages', () => {
  it('are no matter while they are only queued', () =>
    expect(heldChoice(session(), [message('a')])).toBeNull())
  it('say why they wait and how many', () => {
    const held = { status: 'held', heldBecause: 'failed' } as const
    expect(heldChoice(session(), [message('a', held), message('b', held)])).toEqual({
      text: 'The turn failed. 2 messages wait for your decision.',
      sendable: true,
    })
  })
  it('cannot be sent in a stopped session', () =>
    expect(
      heldChoice(session({ status: 'stopped' }), [message('a', { status: 'held', heldBecause: 'stopped' })]),
    ).toMatchObject({ sendable: false }))
})

describe('moving a message', () => {
  const queue = [message('a'), message('b'), message('c')]
  it.each([
    ['b', 'up', { before: 'a' }],
    ['a', 'down', { before: 'c' }],
    ['b', 'down', { before: null }],
    ['a', 'up', undefined],
    ['c', 'down', undefined],
    ['gone', 'down', undefined],
  ] as const)('%s %s', (id, direction, expected) =>
    expect(neighbour(queue, id as QueuedMessageId, direction)).toEqual(expected),
  )
})

import { describe, expect, it } from 'vitest'
import {
  announce,
  needsOf,
  needWords,
  type Looking,
  type Need,
  type NeedKind,
  type Notified,
  type Question,
  type QueuedMessage,
  type SessionView,
} from '../../../src/contracts/index.ts'
import { approval, approvalId, session, sessionId, turnId } from '../renderer/make.ts'

type End = NonNullable<SessionView['lastTurn']>['status']
const ended = (name: string, status: End, over: Partial<SessionView> = {}): SessionView =>
  session({
    id: sessionId(name),
    unseen: true,
    lastTurn: { id: turnId(name), status, endedAt: 1 },
    ...over,
  })
const queued = (name: string, status: QueuedMessage['status']): QueuedMessage =>
  ({ sessionId: sessionId(name), status }) as QueuedMessage

const of = (sources: Partial<Parameters<typeof needsOf>[0]>): Need[] =>
  needsOf({ approvals: [], questions: [], sessions: [], queued: [], ...sources })

describe('what needs the user', () => {
  it('is approvals first, longest waiting first, then what failed, then what finished', () => {
    const needs = of({
      approvals: [
        approval({ createdAt: 2, sessionId: sessionId('x') }),
        approval({ id: approvalId('b'), createdAt: 1, sessionId: sessionId('x') }),
      ],
      sessions: [
        ended('done', 'succeeded', { updatedAt: 9 }),
        ended('broke', 'failed', { updatedAt: 3 }),
        ended('cut', 'interrupted', { updatedAt: 4 }),
      ],
    })
    expect(needs.map(({ id, kind }) => [kind, id])).toEqual([
      ['approval', approvalId('b')],
      ['approval', approvalId()],
      ['failed', turnId('cut')],
      ['failed', turnId('broke')],
      ['finished', turnId('done')],
    ])
  })
  it.each<[string, SessionView]>([
    ['what was seen', ended('a', 'succeeded', { unseen: false })],
    ['what the user cancelled', ended('a', 'cancelled')],
    ['what still runs', ended('a', 'running')],
    ['a session without turns', session({ unseen: false })],
  ])('is not %s', (_what, one) => {
    expect(of({ sessions: [one] })).toEqual([])
  })
  it('is a question, in its place by age among the approvals', () => {
    const asked = {
      kind: 'question',
      id: 'q',
      sessionId: sessionId('x'),
      createdAt: 2,
    } as unknown as Question
    const older = approval({ createdAt: 1 })
    const younger = approval({ id: approvalId('b'), createdAt: 3 })
    const needs = of({ approvals: [younger, older], questions: [asked], sessions: [ended('x', 'succeeded')] })
    expect(needs.map(({ id }) => id)).toEqual([older.id, 'q', younger.id])
  })
  it('is what rang in a terminal, anew for every word, after what asks and before what ended', () => {
    const rings = (at: number): SessionView =>
      session({ id: sessionId('t'), attention: { text: 'Which port?', at } })
    const needs = of({ approvals: [approval()], sessions: [ended('a', 'failed'), rings(5)] })
    expect(needs.map(({ kind }) => kind)).toEqual(['approval', 'attention', 'failed'])
    expect(of({ sessions: [rings(5)] })[0]?.id).not.toBe(of({ sessions: [rings(6)] })[0]?.id)
    expect(needWords(needs[1]!, 'Shop')).toMatchObject({ body: 'Which port?' })
    expect(of({ sessions: [session({ id: sessionId('t') })] })).toEqual([])
  })
  it('is a session that asks once', () => {
    const one = ended('a', 'failed')
    expect(of({ approvals: [approval({ sessionId: one.id })], sessions: [one] })).toHaveLength(1)
  })
  it('is a finished turn only when no queue goes on, a failed one always', () => {
    const done = ended('a', 'succeeded')
    expect(of({ sessions: [done], queued: [queued('a', 'queued')] })).toEqual([])
    expect(of({ sessions: [done], queued: [queued('b', 'queued')] })).toHaveLength(1)
    expect(of({ sessions: [done], queued: [queued('a', 'held')] })).toHaveLength(1)
    expect(of({ sessions: [ended('a', 'failed')], queued: [queued('a', 'held')] })).toHaveLength(1)
  })
})

describe('a notification', () => {
  const all: NeedKind[] = ['approval', 'failed', 'finished']
  const asks = of({ approvals: [approval()] })
  const finished = of({ sessions: [ended('b', 'succeeded')] })
  const nothing: Notified = announce(null, [], null, all).state
  const at = (...sessions: string[]): Looking => ({ sessions, inbox: false })
  const ids = (needs: Need[]): string[] => needs.map(({ id }) => id)

  it('is not shown for what waited already at the start', () => {
    const { state, show } = announce(null, asks, null, all)
    expect(show).toEqual([])
    expect(announce(state, [...asks, ...finished], null, all).show).toEqual(finished)
  })
  it('is shown once', () => {
    const first = announce(nothing, asks, null, all)
    expect(ids(first.show)).toEqual([approvalId()])
    expect(announce(first.state, asks, null, all)).toMatchObject({ show: [], withdraw: [] })
  })
  it('is not shown for the session the user looks at, nor anything while he looks at the list', () => {
    expect(announce(nothing, asks, at(sessionId()), all).show).toEqual([])
    expect(announce(nothing, asks, { sessions: [], inbox: true }, all).show).toEqual([])
    expect(announce(nothing, asks, at(sessionId('other')), all).show).toEqual(asks)
  })
  it('is not shown later for what the user saw when it came', () => {
    const { state } = announce(nothing, asks, at(sessionId()), all)
    expect(announce(state, asks, null, all).show).toEqual([])
  })
  it('goes when its need has gone', () => {
    const { state } = announce(nothing, [...asks, ...finished], null, all)
    const after = announce(state, finished, null, all)
    expect(after).toMatchObject({ show: [], withdraw: [approvalId()] })
    expect(announce(after.state, finished, null, all).withdraw).toEqual([])
  })
  it('goes when the user comes to look, and does not come again', () => {
    const { state } = announce(nothing, asks, null, all)
    const looked = announce(state, asks, at(sessionId()), all)
    expect(looked.withdraw).toEqual([approvalId()])
    expect(announce(looked.state, asks, null, all)).toMatchObject({ show: [], withdraw: [] })
  })
  it('is of the kinds that are wanted, and goes when its kind no longer is', () => {
    const both = [...asks, ...finished]
    const { state, show } = announce(nothing, both, null, ['finished'])
    expect(ids(show)).toEqual([turnId('b')])
    expect(announce(state, both, null, []).withdraw).toEqual([turnId('b')])
    expect(announce(state, both, null, all).show).toEqual([])
  })
})

describe('the words of a notification', () => {
  const words = (needs: Need[]) => needs.map((need) => needWords(need, 'Login timeout'))
  it('are what is asked, exactly, up to a length', () => {
    expect(words(of({ approvals: [approval()] }))).toEqual([
      { title: 'Login timeout: Run a command?', body: 'npm test' },
    ])
    const [long] = words(of({ approvals: [approval({ detail: 'x'.repeat(5_000) })] }))
    expect(long?.body).toMatch(/^x{239}…$/)
  })
  it('are how a turn ended, and of which session', () => {
    expect(words(of({ sessions: [ended('a', 'succeeded')] }))).toEqual([
      { title: 'Login timeout: finished', body: 'Find the timeout' },
    ])
    expect(words(of({ sessions: [ended('a', 'interrupted')] }))).toEqual([
      { title: 'Login timeout: interrupted', body: 'Find the timeout' },
    ])
  })
})

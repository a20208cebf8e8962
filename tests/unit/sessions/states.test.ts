import { expect, test } from 'vitest'
import {
  Failure,
  SessionStatus,
  TurnStatus,
  type Approval,
  type Session,
  type SessionId,
  type TurnId,
} from '../../../src/contracts/index.ts'
import { automaticOption, decideApproval, moveApproval } from '../../../src/agent/sessions/approval-state.ts'
import {
  decideSession,
  moveSession,
  sessionMoves,
  type SessionCommand,
} from '../../../src/agent/sessions/session-state.ts'
import {
  decideTurn,
  moveTurn,
  newTurn,
  turnMoves,
  type TurnCommand,
} from '../../../src/agent/sessions/turn-state.ts'

const turn = newTurn('trn_1' as TurnId, 'ses_1' as SessionId, 1, null, 5)
const end = (status: 'succeeded' | 'failed' | 'cancelled' | 'interrupted'): TurnCommand => ({
  type: 'end',
  status,
  stopReason: null,
  error: null,
})

test('a turn moves as its table says, and every ending is final', () => {
  expect(turnMoves).toEqual({
    queued: ['running', 'cancelled', 'interrupted'],
    running: ['succeeded', 'failed', 'cancelled', 'interrupted'],
    succeeded: [],
    failed: [],
    cancelled: [],
    interrupted: [],
  })
})

test.each(
  TurnStatus.options.flatMap((from) =>
    (['start', 'succeeded', 'failed', 'cancelled', 'interrupted'] as const).map((to) => [from, to] as const),
  ),
)('a %s turn told to %s is moved, refused or left as it ended', (from, to) => {
  const state = { ...turn, status: from }
  const decided = decideTurn(state, to === 'start' ? { type: 'start' } : end(to), 9)
  const target = to === 'start' ? 'running' : to
  if (turnMoves[from].length === 0 && to !== 'start') expect(decided).toEqual([])
  else if (turnMoves[from].includes(target)) expect(decided).toHaveLength(1)
  else expect(decided).toMatchObject({ code: 'invalid_transition' })
})

test('the first ending of a turn wins', () => {
  const running = moveTurn(turn, { type: 'start' }, 6)!
  expect(running).toMatchObject({ status: 'running', startedAt: 6, revision: 1 })
  const cancelled = moveTurn(running, end('cancelled'), 7)!
  expect(cancelled).toMatchObject({ status: 'cancelled', endedAt: 7, revision: 2 })
  expect(moveTurn(cancelled, end('succeeded'), 8)).toBeNull()
})

const session = {
  id: 'ses_1',
  status: 'idle',
  revision: 3,
  error: null,
  lastTurn: null,
  turnCount: 0,
} as unknown as Session
const failure = new Failure('agent_failed', 'died').toJSON()
const commands: [SessionCommand, SessionStatus][] = [
  [{ type: 'ready' }, 'idle'],
  [{ type: 'fail', error: failure }, 'error'],
  [{ type: 'work', turn }, 'running'],
  [{ type: 'ask' }, 'needs_attention'],
  [{ type: 'answered' }, 'running'],
  [{ type: 'rest', turn: null, error: failure }, 'idle'],
  [{ type: 'stop', turn: null }, 'stopped'],
]

test.each(
  SessionStatus.options.flatMap((from) =>
    commands.map(([command, to]) => [from, command.type, to, command] as const),
  ),
)('a session that is %s told to %s becomes %s only where the table allows it', (from, _type, to, command) => {
  const decided = decideSession({ ...session, status: from }, command, 9)
  if (from === to) expect(decided).toEqual([])
  else if (sessionMoves[from].includes(to)) expect(decided).toMatchObject([{ to }])
  else expect(decided).toMatchObject({ code: 'invalid_transition' })
})

test('a stopped session is final, and one in error can be prompted again', () => {
  expect(sessionMoves.stopped).toEqual([])
  const failed = moveSession({ ...session, status: 'starting' }, { type: 'fail', error: failure }, 4)!
  expect(failed).toMatchObject({ status: 'error', error: failure, revision: 4 })
  const working = moveSession(failed, { type: 'work', turn }, 5)!
  expect(working).toMatchObject({ status: 'running', error: null, turnCount: 1, lastTurn: { id: 'trn_1' } })
})

const approval = {
  status: 'pending',
  revision: 1,
  chosenOption: null,
  options: [
    { id: 'a', name: 'Once', kind: 'allow_once' },
    { id: 'b', name: 'Once here', kind: 'allow_once' },
    { id: 'c', name: 'No', kind: 'reject_once' },
  ],
} as unknown as Approval

test.each([
  ['b', 'approved', 'b'],
  ['allow_once', 'approved', 'a'],
  ['reject_once', 'denied', 'c'],
])('answer %s is %s by option %s', (option, status, chosenOption) => {
  const answered = moveApproval(approval, { type: 'answer', option, from: 'cli' }, 7)!
  expect(answered).toMatchObject({ status, chosenOption, answeredAt: 7, answeredFrom: 'cli', revision: 2 })
  expect(moveApproval(answered, { type: 'answer', option: 'c', from: 'window' }, 8)).toBeNull()
  expect(moveApproval(answered, { type: 'cancel' }, 8)).toBeNull()
})

test('an unknown option is refused with the valid ones', () => {
  expect(
    decideApproval(approval, { type: 'answer', option: 'allow_always', from: 'window' }, 1),
  ).toMatchObject({
    code: 'invalid_input',
  })
})

test('an answer given beforehand is never wider than what was said', () => {
  const always = { ...approval, options: [{ id: 'x', name: 'Always', kind: 'allow_always' as const }] }
  expect(automaticOption(approval, 'ask')).toBeNull()
  expect(automaticOption(approval, 'once')).toBe('a')
  expect(automaticOption(approval, 'always')).toBe('a')
  expect(automaticOption(approval, 'reject')).toBe('c')
  expect(automaticOption(always, 'once')).toBeNull()
  expect(automaticOption(always, 'reject')).toBeNull()
})

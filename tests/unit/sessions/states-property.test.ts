import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  approvalMoves,
  decideApproval,
  evolveApproval,
  moveApproval,
  type ApprovalCommand,
} from '../../../src/agent/sessions/approval-state.ts'
import type { Moves } from '../../../src/agent/sessions/moves.ts'
import {
  moveQuestion,
  questionMoves,
  type QuestionCommand,
} from '../../../src/agent/sessions/question-state.ts'
import { moveQueued, queuedMessageMoves, type QueueCommand } from '../../../src/agent/sessions/queue-state.ts'
import {
  decideSession,
  evolveSession,
  moveSession,
  sessionMoves,
  type SessionCommand,
} from '../../../src/agent/sessions/session-state.ts'
import {
  decideTurn,
  evolveTurn,
  moveTurn,
  newTurn,
  turnMoves,
  type TurnCommand,
} from '../../../src/agent/sessions/turn-state.ts'
import { moveWorkspace, workspaceMoves, type Move } from '../../../src/agent/workspaces/workspace-moves.ts'
import { newId } from '../../../src/base/index.ts'
import {
  Failure,
  WorkspaceStatus,
  type Approval,
  type HeldBecause,
  type Question,
  type QueuedMessage,
} from '../../../src/contracts/index.ts'
import { session, turn, workspace } from '../../hosts/agent/entities.ts'

interface Entity<State extends string> {
  status: State
  revision: number
}

/** A state machine as its users see it. */
interface Machine<State extends string, Thing extends Entity<State>, Command> {
  moves: Moves<State>
  first: Thing
  commands: fc.Arbitrary<Command>
  move(thing: Thing, command: Command, at: number): Thing | null
  /** The pure halves of `move`, where it has them: the thing after its events, or the refusal. */
  decided?(thing: Thing, command: Command, at: number): Thing | Failure
}

/** What must hold of every machine, whatever it is told in whatever order. */
function checkMachine<State extends string, Thing extends Entity<State>, Command>(
  machine: Machine<State, Thing, Command>,
): void {
  const { moves, first, commands, move, decided } = machine
  const seen = new Set<State>()
  fc.assert(
    fc.property(fc.array(commands, { minLength: 15, maxLength: 40 }), (told) => {
      let thing = first
      told.forEach((command, at) => {
        const before = structuredClone(thing)
        seen.add(before.status)
        let next: Thing | null = null
        let refused: unknown
        try {
          next = move(thing, command, at)
        } catch (error) {
          refused = error
        }
        expect(thing, 'a move makes a new thing and leaves the old one').toEqual(before)
        if (decided) {
          const outcome = decided(thing, command, at)
          if (refused) expect(outcome).toEqual(refused)
          else expect(outcome).toEqual(next ?? thing)
        }
        if (refused) {
          expect(refused, 'every refusal is declared').toBeInstanceOf(Failure)
          expect((refused as Failure).code).toBeOneOf(['invalid_transition', 'invalid_input'])
          return
        }
        if (moves[before.status].length === 0) expect(next, `${before.status} is final`).toBeNull()
        if (next === null) return
        expect(next.revision, 'each change is one revision').toBe(before.revision + 1)
        if (next.status !== before.status) expect(moves[before.status]).toContain(next.status)
        thing = next
      })
      seen.add(thing.status)
    }),
    { numRuns: 200 },
  )
  expect(seen, 'every state of the table is reached').toEqual(new Set(Object.keys(moves)))
}

const failure = new Failure('agent_failed', 'died').toJSON()
const text = fc.string({ maxLength: 5 })

describe('whatever a machine is told in whatever order, only moves of its table happen and an end is final', () => {
  test('turn', () => {
    const command: fc.Arbitrary<TurnCommand> = fc.oneof(
      fc.constant({ type: 'start' as const }),
      fc.record({
        type: fc.constant('end' as const),
        status: fc.constantFrom('succeeded', 'failed', 'cancelled', 'interrupted'),
        stopReason: fc.option(text),
        error: fc.constantFrom(null, failure),
      }),
    )
    checkMachine({
      moves: turnMoves,
      first: newTurn(newId('turn'), newId('session'), 1, null, 0),
      commands: command,
      move: moveTurn,
      decided(thing, told, at) {
        const events = decideTurn(thing, told, at)
        return events instanceof Failure ? events : events.reduce(evolveTurn, thing)
      },
    })
  })

  test('session', () => {
    const ended = fc.constantFrom(null, turn({ sessionId: newId('session'), status: 'succeeded' }))
    const command: fc.Arbitrary<SessionCommand> = fc.oneof(
      fc.constantFrom<SessionCommand>(
        { type: 'start' },
        { type: 'ready' },
        { type: 'fail', error: failure },
        { type: 'work', turn: turn({ sessionId: newId('session') }) },
        { type: 'ask' },
        { type: 'answered' },
      ),
      fc.record({
        type: fc.constant('rest' as const),
        turn: ended,
        error: fc.constantFrom(null, failure),
      }),
      fc.record({ type: fc.constant('stop' as const), turn: ended }),
    )
    checkMachine({
      moves: sessionMoves,
      first: session({ workspaceId: newId('workspace'), status: 'starting' }),
      commands: command,
      move: moveSession,
      decided(thing, told, at) {
        const events = decideSession(thing, told, at)
        return events instanceof Failure ? events : events.reduce(evolveSession, thing)
      },
    })
  })

  test('approval', () => {
    const command: fc.Arbitrary<ApprovalCommand> = fc.oneof(
      fc.record({
        type: fc.constant('answer' as const),
        option: fc.constantFrom('a', 'b', 'allow_once', 'reject_once', 'reject_always', 'no such option'),
        from: fc.constantFrom('window', 'cli'),
      }),
      fc.constantFrom<ApprovalCommand>({ type: 'cancel' }, { type: 'expire' }),
    )
    checkMachine({
      moves: approvalMoves,
      first: {
        status: 'pending',
        revision: 1,
        options: [
          { id: 'a', name: 'Yes', kind: 'allow_once' },
          { id: 'b', name: 'No', kind: 'reject_once' },
        ],
      } as unknown as Approval,
      commands: command,
      move: moveApproval,
      decided(thing, told, at) {
        const events = decideApproval(thing, told, at)
        return events instanceof Failure ? events : events.reduce(evolveApproval, thing)
      },
    })
  })

  test('question', () => {
    const command: fc.Arbitrary<QuestionCommand> = fc.oneof(
      fc.record({
        type: fc.constant('answer' as const),
        action: fc.constantFrom('accept', 'decline'),
        content: fc.dictionary(fc.constantFrom('name', 'other'), fc.oneof(text, fc.integer(), fc.boolean())),
      }),
      fc.constantFrom<QuestionCommand>({ type: 'complete' }, { type: 'cancel' }),
    )
    const field = {
      type: 'text',
      name: 'name',
      label: 'Name',
      description: null,
      required: true,
      format: null,
      minLength: null,
      maxLength: null,
      initial: null,
    }
    checkMachine({
      moves: questionMoves,
      first: { status: 'pending', revision: 1, url: null, fields: [field] } as unknown as Question,
      commands: command,
      move: moveQuestion,
    })
  })

  test('queued message', () => {
    const because = fc.constantFrom<HeldBecause | null>(null, 'failed', 'cancelled', 'interrupted', 'stopped')
    const command: fc.Arbitrary<QueueCommand> = fc.oneof(
      fc.constantFrom<QueueCommand>({ type: 'send' }, { type: 'discard' }, { type: 'resume' }),
      fc.record({ type: fc.constant('hold' as const), because }),
    )
    checkMachine({
      moves: queuedMessageMoves,
      first: { status: 'queued', heldBecause: null, revision: 1 } as unknown as QueuedMessage,
      commands: command,
      move: moveQueued,
    })
  })

  test('workspace', () => {
    const error = { code: 'internal' as const, message: 'no' }
    const command: fc.Arbitrary<Move> = fc
      .constantFrom(...WorkspaceStatus.options)
      .map((to) => (to === 'error' ? { to, error } : { to }))
    checkMachine({
      moves: workspaceMoves,
      first: workspace({ nodeId: newId('node'), status: 'pending' }),
      commands: command,
      move: moveWorkspace,
    })
  })
})

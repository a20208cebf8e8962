import type { CreateElicitationResponse } from '@agentclientprotocol/sdk'
import { z } from 'zod'
import type { Clock, NewId, Redactor } from '../../base/index.ts'
import {
  Failure,
  type Limits,
  type Question,
  type QuestionId,
  type SessionId,
  type TurnId,
  type WorkspaceId,
} from '../../contracts/index.ts'
import type { AgentStore, Change } from '../store/index.ts'
import { bounded } from './bounded-text.ts'
import { readField } from './question-fields.ts'
import { fieldForPeople } from './question-texts.ts'
import { moveQuestion, type QuestionCommand } from './question-state.ts'
import type { SessionRecords } from './session-records.ts'
import type { Transcript } from './transcript.ts'

interface QuestionDeps {
  store: AgentStore
  clock: Clock
  newId: NewId
  limits: () => Limits
  redactor: Redactor
  records: SessionRecords
  transcript: Transcript
}

/** Fields of a form that are kept; nobody fills in more. */
const maxFields = 100

const RawQuestion = z.discriminatedUnion('mode', [
  z.object({
    mode: z.literal('form'),
    message: z.string(),
    requestedSchema: z.object({
      properties: z.record(z.string(), z.unknown()).nullish().catch(null),
      required: z.array(z.string()).nullish().catch(null),
    }),
  }),
  z.object({
    mode: z.literal('url'),
    message: z.string(),
    elicitationId: z.string(),
    url: z.url({ protocol: /^https?$/ }),
  }),
])
type RawQuestion = z.infer<typeof RawQuestion>

const answerOf = ({ status, answer }: Question): CreateElicitationResponse => {
  if (status === 'answered') return { action: 'accept', ...(answer ? { content: answer } : {}) }
  return { action: status === 'declined' ? 'decline' : 'cancel' }
}

type AskedFields = Pick<Question, 'message' | 'fields' | 'url' | 'elicitationId'>

/** What is asked; null when a field that must be filled in is of a kind we do not know. */
function readQuestion(raw: RawQuestion, limit: number, redactor: Redactor): AskedFields | null {
  const message = redactor.text(bounded(raw.message, limit).text)
  if (raw.mode === 'url') return { message, fields: [], url: raw.url, elicitationId: raw.elicitationId }
  const { properties, required } = raw.requestedSchema
  const entries = Object.entries(properties ?? {}).slice(0, maxFields)
  const fields = entries.map(([name, schema]) => readField(name, schema, required?.includes(name) ?? false))
  const known = fields.filter((field) => field !== null)
  const missing = (required ?? []).some((name) => !known.some((field) => field.name === name))
  return missing
    ? null
    : {
        message,
        fields: known.map((field) => fieldForPeople(field, redactor)),
        url: null,
        elicitationId: null,
      }
}

/** Questions of one session's agent to the user: each is an item of the transcript, and the agent waits. */
export class Questions {
  readonly #deps: QuestionDeps
  readonly #sessionId: SessionId
  readonly #workspaceId: WorkspaceId
  readonly #waiting = new Map<QuestionId, (answer: CreateElicitationResponse) => void>()

  constructor(deps: QuestionDeps, sessionId: SessionId, workspaceId: WorkspaceId) {
    this.#deps = deps
    this.#sessionId = sessionId
    this.#workspaceId = workspaceId
  }

  /** Records the question for the running turn; resolves when it has an outcome. What cannot be shown is declined. Throws `TooManyItems`. */
  async ask(raw: unknown, turnId: TurnId): Promise<CreateElicitationResponse> {
    const { store, limits, records, redactor, transcript } = this.#deps
    transcript.admit(1)
    const parsed = RawQuestion.safeParse(raw)
    const asked = parsed.success ? readQuestion(parsed.data, limits().messageContentBytes, redactor) : null
    if (!asked) return { action: 'decline' }
    const question = this.#newQuestion(asked, turnId)
    return new Promise((resolve) => {
      this.#waiting.set(question.id, resolve)
      store.change((change) => {
        this.#put(change, question)
        records.moveSession(change, this.#sessionId, { type: 'ask' })
      })
    })
  }

  /** A second answer returns the first outcome. Throws `invalid_input`, `question_not_pending`. */
  answer(question: Question, command: QuestionCommand & { type: 'answer' }): Question {
    if (question.status === 'pending' && !this.#waiting.has(question.id))
      throw new Failure('question_not_pending', `No agent waits for an answer to ${question.id} any more`)
    return this.#move(question, command)
  }

  /** The agent says that the user is done with a page. */
  complete(elicitationId: string): void {
    for (const question of this.#deps.store.items.pendingQuestions(this.#sessionId))
      if (question.elicitationId === elicitationId) this.#move(question, { type: 'complete' })
  }

  /** Cancels what is pending inside the caller's change; the agent is told by the function returned. */
  cancelInto(change: Change): () => void {
    const { store, clock } = this.#deps
    const moved = store.items
      .pendingQuestions(this.#sessionId)
      .map((question) => moveQuestion(question, { type: 'cancel' }, clock.now()))
      .filter((question) => question !== null)
    for (const question of moved) this.#put(change, question)
    return () => moved.forEach((question) => this.#tellAgent(question))
  }

  /** Cancels what is pending; the session works on until its turn ends. */
  cancelAll(): void {
    const { store, records } = this.#deps
    if (store.items.pendingQuestions(this.#sessionId).length === 0) return
    const tellAgent = store.change((change) => {
      const tell = this.cancelInto(change)
      records.moveSession(change, this.#sessionId, { type: 'answered' })
      return tell
    })
    tellAgent()
  }

  #move(question: Question, command: QuestionCommand): Question {
    const { store, clock, records } = this.#deps
    const moved = moveQuestion(question, command, clock.now())
    if (!moved) return question
    store.change((change) => {
      this.#put(change, moved)
      if (!store.items.isAnyPending(this.#sessionId))
        records.moveSession(change, this.#sessionId, { type: 'answered' })
    })
    this.#tellAgent(moved)
    return moved
  }

  #tellAgent(question: Question): void {
    this.#waiting.get(question.id)?.(answerOf(question))
    this.#waiting.delete(question.id)
  }

  #newQuestion(asked: AskedFields, turnId: TurnId): Question {
    const now = this.#deps.clock.now()
    return {
      kind: 'question',
      id: this.#deps.newId('question'),
      sessionId: this.#sessionId,
      workspaceId: this.#workspaceId,
      turnId,
      position: 0,
      createdAt: now,
      updatedAt: now,
      revision: 1,
      ...asked,
      status: 'pending',
      answer: null,
      answeredAt: null,
    }
  }

  #put(change: Change, question: Question): void {
    const { store, transcript } = this.#deps
    transcript.flushInto(change)
    const position = question.position || store.items.nextPosition(this.#sessionId)
    const written = { ...question, position }
    store.items.put(written)
    change.tell({ type: 'item', entity: written })
  }
}

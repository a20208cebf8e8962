import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openScopes } from '../../../src/base/index.ts'
import type { Question, QuestionAnswer } from '../../../src/contracts/index.ts'
import { Bench } from './harness.ts'

let bench: Bench
beforeEach(() => void (bench = new Bench()))
afterEach(async () => {
  await bench.close()
  expect(openScopes()).toEqual([])
})

const form = {
  mode: 'form',
  message: 'How shall it be done?',
  requestedSchema: {
    type: 'object',
    required: ['way', 'name'],
    properties: {
      way: {
        type: 'string',
        title: 'Way',
        oneOf: [
          { const: 'a', title: 'Fast' },
          { const: 'b', title: 'Safe' },
        ],
      },
      name: { type: 'string', title: 'Name', minLength: 2, maxLength: 5 },
      tries: { type: 'integer', minimum: 1, maximum: 3, default: 2 },
      deep: { type: 'boolean', default: true },
      tags: { type: 'array', items: { type: 'string', enum: ['x', 'y'] }, maxItems: 1 },
    },
  },
}
const page = { mode: 'url', message: 'Sign in', elicitationId: 'e1', url: 'https://example.com/in?x=1' }

const asked = async (params: object = form) => {
  const session = await bench.create()
  const turn = await bench.prompt(session, [['elicit', params]])
  return { session, turn, question: await bench.question(turn) }
}
const answer = (question: Question, content: QuestionAnswer, action: 'accept' | 'decline' = 'accept') =>
  bench.host.agents.answerQuestion({
    workspaceId: bench.workspace.id,
    questionId: question.id,
    action,
    content,
  })

test('a form is a question of the transcript; its answer goes back to the agent', async () => {
  const { session, turn, question } = await asked()
  expect(bench.session(session).status).toBe('needs_attention')
  expect(question).toMatchObject({
    message: 'How shall it be done?',
    url: null,
    fields: [
      {
        type: 'choice',
        label: 'Way',
        required: true,
        choices: [{ value: 'a', label: 'Fast' }, { label: 'Safe' }],
      },
      { type: 'text', label: 'Name', required: true, minLength: 2, maxLength: 5 },
      { type: 'number', label: 'tries', integer: true, required: false, initial: 2 },
      { type: 'boolean', initial: true },
      { type: 'choices', choices: [{ value: 'x' }, { value: 'y' }], maxItems: 1 },
    ],
  })
  const content = { way: 'b', name: 'abc', tries: 3, deep: false, tags: ['x'] }
  expect(await answer(question, { ...content, extra: 'no' })).toMatchObject({
    status: 'answered',
    answer: content,
  })
  expect(await bench.ended(turn)).toMatchObject({ status: 'succeeded' })
  expect(bench.said(turn)).toBe(`answer:${JSON.stringify({ action: 'accept', content })}`)
  expect(bench.session(session).status).toBe('idle')
  // The first outcome stands.
  expect(await answer(question, {}, 'decline')).toMatchObject({ status: 'answered', answer: content })
})

test.each<[string, QuestionAnswer, string]>([
  ['a missing field', { way: 'a' }, 'name'],
  ['an empty required field', { way: 'a', name: '' }, 'name'],
  ['a choice that was not offered', { way: 'c', name: 'abc' }, 'way'],
  ['a text that is too long', { way: 'a', name: 'abcdef' }, 'name'],
  ['a number out of range', { way: 'a', name: 'abc', tries: 9 }, 'tries'],
  ['half a number', { way: 'a', name: 'abc', tries: 1.5 }, 'tries'],
  ['too many choices', { way: 'a', name: 'abc', tags: ['x', 'y'] }, 'tags'],
])('refuses %s and goes on waiting', async (_what, content, field) => {
  const { session, question } = await asked()
  await expect(answer(question, content)).rejects.toMatchObject({ code: 'invalid_input', details: { field } })
  expect(bench.session(session).status).toBe('needs_attention')
})

test('a declined question is told as declined', async () => {
  const { turn, question } = await asked()
  expect(await answer(question, {}, 'decline')).toMatchObject({ status: 'declined', answer: null })
  await bench.ended(turn)
  expect(bench.said(turn)).toBe('answer:{"action":"decline"}')
})

test('a page is answered by opening it, or by the agent that says the user is done', async () => {
  const { turn, question } = await asked(page)
  expect(question).toMatchObject({ url: page.url, fields: [] })
  expect(await answer(question, {})).toMatchObject({ status: 'answered' })
  await bench.ended(turn)
  expect(bench.said(turn)).toBe('answer:{"action":"accept"}')

  const session = await bench.create()
  const line = { jsonrpc: '2.0', method: 'elicitation/complete', params: { elicitationId: 'e1' } }
  const second = await bench.prompt(session, [
    ['later', JSON.stringify(line)],
    ['elicit', page],
  ])
  await bench.ended(second)
  expect(bench.said(second)).toBe('answer:{"action":"accept"}')
})

test('a page that is not on the web, and a form nobody could fill in, are declined without asking', async () => {
  const session = await bench.create()
  const odd = {
    ...form,
    requestedSchema: { type: 'object', required: ['a'], properties: { a: { type: 'blob' } } },
  }
  const turn = await bench.run(session, [
    ['elicit', { ...page, url: 'javascript:alert(1)' }],
    ['elicit', odd],
  ])
  expect(bench.said(turn)).toBe('answer:{"action":"decline"}answer:{"action":"decline"}')
  expect(bench.items(turn).some(({ kind }) => kind === 'question')).toBe(false)
})

test('cancelling the turn cancels its question and tells the agent', async () => {
  const { session, turn, question } = await asked()
  await bench.host.cancel(bench.ref(session))
  expect(bench.store.items.get(question.id)).toMatchObject({ status: 'cancelled' })
  expect(bench.store.turns.get(turn.id)?.status).toBe('cancelled')
})

test('a question whose agent died is cancelled', async () => {
  const session = await bench.create()
  const line = JSON.stringify({
    jsonrpc: '2.0',
    id: 99,
    method: 'elicitation/create',
    params: { sessionId: 'x', ...form },
  })
  const turn = await bench.prompt(session, [['line', line], ['untilCancelled']])
  const question = await bench.question(turn)
  process.kill(bench.store.sessions.get(session.id)?.processGroup as number, 'SIGKILL')
  expect(await bench.ended(turn)).toMatchObject({ status: 'interrupted' })
  expect(bench.store.items.get(question.id)).toMatchObject({ status: 'cancelled' })
  expect(bench.session(session).status).toBe('idle')
})

test('a question that a dead daemon left is cancelled at the next start', async () => {
  const { session, question } = await asked()
  const copy = 'copy.db'
  copyFileSync(join(bench.folder, 'agent.db'), join(bench.folder, copy))
  copyFileSync(join(bench.folder, 'agent.db-wal'), join(bench.folder, `${copy}-wal`))
  await bench.scope.close()
  bench.store.close()
  bench.open(copy)
  expect(bench.store.items.get(question.id)).toMatchObject({ status: 'pending' })
  await bench.host.reconcile()
  expect(bench.store.items.get(question.id)).toMatchObject({ status: 'cancelled' })
  expect(bench.session(session).status).toBe('idle')
  expect(await answer(question, { way: 'a', name: 'abc' })).toMatchObject({ status: 'cancelled' })
})

test('a session with a question and an approval waits until both have an outcome', async () => {
  const session = await bench.create()
  const id = (n: number) => ({ jsonrpc: '2.0', id: n })
  const lines = [
    { ...id(98), method: 'elicitation/create', params: { sessionId: 'x', ...form } },
    {
      ...id(99),
      method: 'session/request_permission',
      params: {
        sessionId: 'x',
        toolCall: { toolCallId: 't', title: 'T' },
        options: [{ optionId: 'o', name: 'Yes', kind: 'allow_once' }],
      },
    },
  ]
  const turn = await bench.prompt(session, [
    ...lines.map((line) => ['line', JSON.stringify(line)]),
    ['untilCancelled'],
  ])
  const question = await bench.question(turn)
  const approval = await bench.approval(turn)
  await bench.answer(approval, 'o')
  expect(bench.session(session).status).toBe('needs_attention')
  await answer(question, { way: 'a', name: 'abc' })
  expect(bench.session(session).status).toBe('running')
  await bench.host.cancel(bench.ref(session))
})

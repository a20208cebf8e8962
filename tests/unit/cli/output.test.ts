import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { newId } from '../../../src/base/index.ts'
import { sessionShow } from '../../../src/cli/commands/session.ts'
import type { Context } from '../../../src/cli/command.ts'
import { Output } from '../../../src/cli/output.ts'

function written(json = false) {
  const stdout = new PassThrough()
  const output = new Output(json, stdout, new PassThrough())
  return { output, text: (): string => String(stdout.read() ?? '') }
}

test('no control character of a name reaches the terminal, whichever way a result is printed', () => {
  const evil = 'a\u001b]0;gone\u0007\rb\u009b\u202e\u2066c'
  const { output, text } = written()
  output.result({ title: evil }, ({ title }) => `${title}: approved\n\tmore`)
  expect(text()).toBe('a]0;gonebc: approved\n\tmore\n')
  output.list([evil], ['name'], (name) => [name], 'none')
  expect(text()).not.toMatch(/[\u0007\r\u001b\u009b\u202e\u2066]/)
})

test('a session is shown with the questions of its agent', async () => {
  const [sessionId, turnId] = [newId('session'), newId('turn')]
  const question = { kind: 'question', id: newId('question'), position: 2, message: 'Which one?' }
  const turn = {
    id: turnId,
    ordinal: 1,
    endedAt: null,
    messages: [
      {
        kind: 'message',
        id: newId('item'),
        position: 1,
        role: 'user',
        content: 'Choose',
        complete: true,
        attachments: [],
      },
    ],
    toolCalls: [],
    approvals: [],
    questions: [{ ...question, status: 'declined', fields: [], url: null, answer: null }],
    plan: null,
  }
  const session = { id: sessionId, title: 'Choices', status: 'idle', terminalId: null, turns: [turn] }
  const { output, text } = written()
  const client = { session: { show: async () => session } }
  const context = { client: async () => client, output } as unknown as Context
  await sessionShow.run(context, [sessionId], {})
  expect(text()).toContain('Which one?: declined')
})

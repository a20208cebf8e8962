import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Turn } from '../../../src/contracts/index.ts'
import { Bench, plantedSecret } from './harness.ts'

let bench: Bench
beforeEach(() => (bench = new Bench()))
afterEach(() => bench.close())

const half = Math.floor(plantedSecret.length / 2)
/** Said by the agent without being in the prompt. */
const hidden = (text: string): string => `~${Buffer.from(text).toString('base64')}~`
const pieces = [plantedSecret.slice(0, half), plantedSecret.slice(half)] as const
const token = `ghp_${'aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zZ'.repeat(2).slice(0, 36)}`

/** All that the agent's database and the live stream have been told of sessions. */
const written = (): string =>
  JSON.stringify([
    bench.store.journal.after(0, 100_000),
    bench.store.sessions.list().map(({ entity }) => entity),
    bench.deltas,
  ])
const expectNoSecrets = (): void => {
  const all = written()
  for (const secret of [plantedSecret, token, ...pieces, token.slice(0, 20)])
    expect(all).not.toContain(secret)
}
const tool = (fields: object) => ['raw', { sessionUpdate: 'tool_call_update', toolCallId: 't', ...fields }]
const output = (text: string) => tool({ _meta: { terminal_output_delta: { terminal_id: 'x', data: text } } })
const text = (content: string) => [{ type: 'content', content: { type: 'text', text: content } }]
const toolText = (turn: Turn): string => JSON.stringify(bench.tools(turn))

it('what an agent says holds no secret, whole or in pieces, live or journalled', async () => {
  const session = await bench.create()
  const turn = await bench.run(session, [
    ['env'],
    ['say', ` key=${hidden(pieces[0])}`],
    ['say', `${hidden(pieces[1])}, then ${hidden(token.slice(0, 9))}`],
    ['say', `${hidden(token.slice(9))}. End`],
    ['think', `hm ${hidden(plantedSecret)}`],
    ['raw', { sessionUpdate: 'plan', entries: [{ content: `use ${hidden(token)}` }] }],
    ['raw', { sessionUpdate: 'notice', title: hidden(token), description: hidden(plantedSecret) }],
    ['raw', { sessionUpdate: 'session_info_update', title: `With ${hidden(plantedSecret)}` }],
    [
      'raw',
      {
        sessionUpdate: 'available_commands_update',
        availableCommands: [{ name: 'a', description: hidden(token) }],
      },
    ],
  ])
  await bench.until(() => bench.session(session).title.startsWith('With '))
  expectNoSecrets()
  expect(bench.said(turn)).toMatch(/ key=\[redacted\], then \[redacted\]\. End$/)
  expect(bench.said(turn)).toContain('"PROFILE_SAYS":"hello"')
  expect(bench.session(session).title).toBe('With [redacted]')
})

it('what its tools print and take in holds none, appended, sent again and again, or cut off', async () => {
  const session = await bench.create()
  const turn = await bench.run(session, [
    tool({
      title: `run ${hidden(token)}`,
      rawInput: { command: ['curl', '-H', `Authorization: Bearer ${hidden(token)}`] },
    }),
    output(`a ${hidden(pieces[0])}`),
    output(`${hidden(pieces[1])} b ${hidden(token.slice(0, 12))}`),
    tool({ content: text(`c ${hidden(pieces[0])}`) }),
    tool({ content: text(`c ${hidden(plantedSecret)} d ${hidden(token.slice(0, 8))}`) }),
    output(hidden(token.slice(12))),
    tool({
      rawOutput: { stdout: hidden(plantedSecret) },
      locations: [{ path: `/tmp/${hidden(plantedSecret)}` }],
    }),
    tool({
      content: [
        ...text('c [x]'),
        { type: 'diff', path: 'p', oldText: hidden(token), newText: hidden(plantedSecret) },
      ],
    }),
    tool({ status: 'completed' }),
  ])
  expectNoSecrets()
  expect(toolText(turn)).toContain('Bearer [redacted]')
})

it('what was held back is there when the call or the message ends', async () => {
  const session = await bench.create()
  const turn = await bench.run(session, [
    ['say', 'ends with sk-'],
    tool({ content: text('result s') }),
    tool({ status: 'completed' }),
    [
      'raw',
      { sessionUpdate: 'tool_call', toolCallId: 'u', content: [{ type: 'terminal', terminalId: 'x' }] },
    ],
    [
      'raw',
      {
        sessionUpdate: 'tool_call_update',
        toolCallId: 'u',
        _meta: { terminal_output_delta: { terminal_id: 'x', data: 'left -' } },
      },
    ],
    ['say', 'and g'],
  ])
  expect(bench.messages(turn).map(({ content, complete }) => [content, complete])).toEqual([
    ['ends with sk-', true],
    ['and g', true],
  ])
  expect(toolText(turn)).toContain('"text":"result s"')
  expect(toolText(turn)).toContain('"output":"left -"')
})

it('a question says what it is about without the secrets in it', async () => {
  const session = await bench.create()
  const turn = await bench.prompt(session, [
    [
      'ask',
      {
        toolCallId: 'q',
        title: 'Run',
        rawInput: { command: `deploy --token ${hidden(token)} ${hidden(plantedSecret)}` },
      },
    ],
  ])
  const approval = await bench.approval(turn)
  expect(approval.detail).toBe('deploy --token [redacted] [redacted]')
  expect(approval.remembers).toBe(null)
  await bench.answer(approval, 'allow_once')
  await bench.ended(turn)
  expectNoSecrets()
})

it('what a failed agent printed holds none, wherever the tail is cut', async () => {
  const session = await bench.create()
  const failed = await bench.run(session, [
    ['stderr', `${hidden(plantedSecret.repeat(300))}\n${hidden(token)} ${hidden(pieces[0])}`],
    ['error', `401 for ${hidden(plantedSecret)}`],
  ])
  expect(failed).toMatchObject({
    status: 'failed',
    error: { message: expect.stringContaining('401 for [redacted]') },
  })
  const died = await bench.run(session, [
    ['stderr', `panic: ${hidden(plantedSecret)}`],
    ['exit', 3],
  ])
  expect(died.error?.details).toMatchObject({ stderr: expect.stringContaining('panic: [redacted]') })
  // A half that nothing followed cannot be told from any other text; what was cut at the front can.
  const all = written()
  expect(all).not.toContain(plantedSecret)
  expect(all).not.toContain(token)
  expect(all.replaceAll(` ${pieces[0]}"`, '')).not.toContain(pieces[1])
})

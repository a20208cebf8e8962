import { expect, test } from 'vitest'
import { agentEnvironment } from '../../../src/agent/sessions/agent-environment.ts'
import { approvalDetail } from '../../../src/agent/sessions/approval-detail.ts'
import { askingValue } from '../../../src/agent/sessions/asking-mode.ts'
import { bounded, GrowingText } from '../../../src/agent/sessions/bounded-text.ts'
import type { ConfigOption, ToolCall } from '../../../src/contracts/index.ts'

const option = (value: string, choices: (string | [string, string])[]): ConfigOption => ({
  id: 'mode',
  name: 'Mode',
  description: null,
  category: 'mode',
  value,
  choices: choices.map((choice) => {
    const [id, name] = typeof choice === 'string' ? [choice, choice] : choice
    return { value: id, name, description: null }
  }),
})

test.each([
  ['auto', ['default', 'acceptEdits', 'plan', 'auto'], 'default'],
  ['auto', ['plan', 'default', 'auto-edit', 'auto', 'yolo'], 'default'],
  [
    'auto',
    [
      ['read-only', 'Read Only'],
      ['auto', 'Default'],
      ['full-access', 'Full Access'],
    ],
    'read-only',
  ],
  ['build', ['build', 'plan'], 'build'],
  [
    'https://a.example/m#autopilot',
    ['https://a.example/m#agent', 'https://a.example/m#plan', 'https://a.example/m#autopilot'],
    'https://a.example/m#plan',
  ],
  [
    'x1',
    [
      ['x1', 'Bypass permissions'],
      ['x2', 'Always ask'],
    ],
    'x2',
  ],
  ['yolo', ['yolo', 'auto'], null],
] as [string, (string | [string, string])[], string | null][])(
  'in mode %s of %j the asking one is %s',
  (value, choices, expected) => {
    expect(askingValue(option(value, choices))).toBe(expected)
  },
)

test('the environment of an agent holds what programs need, the profile and the mark, and no more', () => {
  const from = {
    PATH: '/bin',
    HOME: '/h',
    AWS_SECRET: 'x',
    LC_ALL: 'C',
    NODE_OPTIONS: '--x',
    EMPTY: undefined,
  }
  expect(agentEnvironment(from, { KEY: 'k' }, 'ses_1', 'linux')).toEqual({
    PATH: '/bin',
    HOME: '/h',
    LC_ALL: 'C',
    KEY: 'k',
    SWITCHYARD_SESSION: 'ses_1',
  })
  expect(agentEnvironment({ Path: 'C:', SystemRoot: 'W', X: 'y' }, {}, 's', 'win32')).toMatchObject({
    Path: 'C:',
    SystemRoot: 'W',
  })
})

test('text is cut at the limit in bytes, never inside a character, and once only', () => {
  expect(bounded('abc', 3)).toEqual({ text: 'abc', truncated: false })
  expect(bounded('a😀b', 4)).toEqual({ text: 'a\n[cut at 0 KiB]', truncated: true })
  const text = new GrowingText(4)
  expect([text.append('éé'), text.append('x'), text.append('y')]).toEqual(['éé', '\n[cut at 0 KiB]', ''])
  expect(text).toMatchObject({ content: 'éé\n[cut at 0 KiB]', truncated: true })
})

const call = { title: 'T', content: [], locations: [], rawInput: null } as unknown as ToolCall
test.each([
  [call, { command: 'rm -rf build' }, 'rm -rf build'],
  [call, { command: ['bash', '-lc', "echo 'hi'"] }, `bash -lc 'echo '\\''hi'\\'''`],
  [{ ...call, rawInput: '{"command":"ls"}' }, undefined, 'ls'],
  [{ ...call, content: [{ type: 'diff' as const, path: '/a', oldText: null, newText: '' }] }, {}, '/a'],
  [call, { url: 'x' }, '{\n  "url": "x"\n}'],
  [{ ...call, locations: [{ path: '/p', line: null }] }, undefined, '/p'],
  [call, undefined, 'T'],
])('the detail of an approval is exactly what will run or change (%#)', (tool, rawInput, detail) => {
  expect(approvalDetail(tool, rawInput, 1_000)).toBe(detail)
})

import { expect, test } from 'vitest'
import { onceOption, ruleMatch, toldOption } from '../../../src/agent/approval-rules/index.ts'
import { ruleWords, type Approval, type ToolCall } from '../../../src/contracts/index.ts'
import { approval } from '../renderer/make.ts'

type Call = Pick<ToolCall, 'title' | 'toolKind' | 'content' | 'locations'>

const call = (over: Partial<Call> = {}): Call => ({
  title: 'Run tests',
  toolKind: 'execute',
  content: [],
  locations: [],
  ...over,
})
const match = (given: Partial<Call>, input?: unknown, command: string | null = null) =>
  ruleMatch({ call: call(given), input, command, cwd: '/w/one/web', folder: '/w/one' })
const diff = (path: string) => ({ type: 'diff' as const, path, oldText: null, newText: 'x' })

test('a command is remembered with all its inputs but the words that explain it', () => {
  const plain = { type: 'command', command: 'npm test', rest: null }
  expect(match({}, { command: 'npm test', description: 'Runs it', timeout: 5 }, 'npm test')).toEqual(plain)
  expect(match({}, { command: 'npm test', description: 'Otherwise' }, 'npm test')).toEqual(plain)
  const escalated = match({}, { command: 'npm test', sandbox: false, cwd: '/tmp' }, 'npm test')
  expect(escalated).toEqual({ ...plain, rest: '{"cwd":"/tmp","sandbox":false}' })
  expect(match({}, { sandbox: false, cwd: '/tmp', command: 'npm test' }, 'npm test')).toEqual(escalated)
})

test('a command that only begins alike is another one', () => {
  expect(match({}, { command: 'npm test' }, 'npm test')).not.toEqual(
    match({}, { command: 'npm test; rm -rf /' }, 'npm test; rm -rf /'),
  )
})

test('a change of files is remembered by the files, wherever they are named from', () => {
  const one = { type: 'files', paths: ['/w/one/web/src/a.ts'] }
  expect(match({ toolKind: 'edit', content: [diff('/w/one/web/src/a.ts')] })).toEqual(one)
  expect(match({ toolKind: 'edit', content: [diff('src/../src/a.ts')] })).toEqual(one)
  expect(match({ toolKind: 'edit', locations: [{ path: 'src/a.ts', line: 3 }] })).toEqual(one)
})

test.each([
  ['a file outside the workspace', { toolKind: 'edit', content: [diff('/etc/passwd')] }, undefined],
  ['a way out of it', { toolKind: 'edit', content: [diff('../../two/a.ts')] }, undefined],
  ['a folder that begins alike', { toolKind: 'edit', content: [diff('/w/one-more/a.ts')] }, undefined],
  ['a change that names no file', { toolKind: 'edit' }, { text: 'x' }],
  ['a command nobody can read', { toolKind: 'execute' }, { blob: 1 }],
  ['a switch of the mode', { toolKind: 'switch_mode' }, { mode: 'auto' }],
  ['a request without input', { toolKind: 'fetch' }, undefined],
  ['a request too long to have been read', { toolKind: 'fetch' }, { text: 'x'.repeat(9_000) }],
] as const)('%s is not remembered', (_name, given, input) => {
  expect(match(given as unknown as Partial<Call>, input)).toBeNull()
})

test('anything else is remembered by its title and its whole input', () => {
  expect(match({ toolKind: 'fetch', title: 'Fetch' }, { url: 'https://a.example', n: 1 })).toEqual({
    type: 'request',
    title: 'Fetch',
    input: '{"n":1,"url":"https://a.example"}',
  })
})

test('a rule is said in words, with paths as seen from the worktree', () => {
  expect(
    ruleWords({ toolKind: 'execute', match: { type: 'command', command: 'npm test', rest: null } }),
  ).toEqual({
    what: 'Run exactly',
    exactly: 'npm test',
  })
  const files = { type: 'files' as const, paths: ['/w/one/web/a.ts', '/w/one/web/b.ts'] }
  expect(ruleWords({ toolKind: 'edit', match: files }, ['/w/one/web'])).toEqual({
    what: 'Change the files',
    exactly: 'a.ts, b.ts',
  })
})

const options = (...kinds: Approval['options'][number]['kind'][]): Approval['options'] =>
  kinds.map((kind, index) => ({ id: `o${index}`, name: kind, kind }))
const remembers = { type: 'command' as const, command: 'x', rest: null }

test('an agent hears "once" where the rule does the remembering, and asks again', () => {
  const answered = approval({
    options: options('allow_once', 'allow_always', 'reject_once', 'reject_always'),
    remembers,
    answeredFrom: 'window',
  })
  expect(toldOption({ ...answered, chosenOption: 'o1' })).toBe('o0')
  expect(toldOption({ ...answered, chosenOption: 'o3' })).toBe('o2')
  expect(toldOption({ ...answered, chosenOption: 'o2' })).toBe('o2')
  expect(toldOption({ ...answered, chosenOption: null })).toBeNull()
})

test('an agent hears what was chosen where nothing is remembered, or nothing else can be said', () => {
  const both = approval({ options: options('allow_once', 'allow_always'), chosenOption: 'o1' })
  expect(toldOption({ ...both, answeredFrom: 'window' })).toBe('o1')
  expect(toldOption({ ...both, remembers, answeredFrom: 'prompt' })).toBe('o1')
  const only = approval({ options: options('allow_always'), chosenOption: 'o0', remembers })
  expect(toldOption({ ...only, answeredFrom: 'window' })).toBe('o0')
})

test('of several options for one time none is taken for a rule: they may mean different things', () => {
  expect(onceOption(approval({ options: options('allow_once', 'allow_once') }), 'allow')).toBeNull()
  expect(onceOption(approval({ options: options('allow_once', 'reject_once') }), 'reject')).toBe('o1')
})

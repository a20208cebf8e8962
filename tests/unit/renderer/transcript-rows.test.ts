import { describe, expect, it } from 'vitest'
import type { ToolCall, TranscriptItem, Turn } from '../../../src/contracts/index.ts'
import { branchAt, rowAt, rowsOf } from '../../../src/renderer/features/transcript/rows.ts'
import { shortPath, toolLine, toolOutput } from '../../../src/renderer/features/transcript/tool-line.ts'
import { itemId, message, repositoryId, sessionId, turnId } from './make.ts'

const tool = (position: number, over: Partial<ToolCall> = {}): ToolCall => ({
  kind: 'tool_call',
  id: itemId(`t${position}`),
  sessionId: sessionId(),
  turnId: turnId(),
  position,
  toolCallId: `call-${position}`,
  title: 'Look around',
  toolKind: 'read',
  status: 'completed',
  locations: [],
  content: [],
  rawInput: null,
  rawOutput: null,
  createdAt: 1,
  updatedAt: 1,
  revision: 1,
  ...over,
})
const turn = (over: Partial<Turn> = {}): Turn => ({
  id: turnId(),
  sessionId: sessionId(),
  ordinal: 1,
  parentId: null,
  folded: false,
  snapshots: [],
  status: 'succeeded',
  stopReason: null,
  error: null,
  createdAt: 1,
  startedAt: 1,
  endedAt: 2,
  revision: 1,
  ...over,
})
const byId = (turns: Turn[]) => new Map(turns.map((entry) => [entry.id, entry]))
const rows = (items: TranscriptItem[], turns: Turn[] = [], open: string[] = []): string[] =>
  rowsOf(items, byId(turns), (key) => open.includes(key)).map((row) =>
    row.kind === 'looks' ? `looks ${row.calls.length}` : row.kind,
  )

describe('the rows of a transcript', () => {
  it('fold consecutive finished looks of a turn into one', () => {
    const said = message(4, { content: 'text' })
    expect(rows([tool(1), tool(2, { toolKind: 'search' }), tool(3), said, tool(5)])).toEqual([
      'looks 3',
      'item',
      'looks 1',
    ])
  })
  it('show a look that is under way or failed as itself', () =>
    expect(rows([tool(1), tool(2, { status: 'in_progress' }), tool(3, { status: 'failed' })])).toEqual([
      'looks 1',
      'item',
      'item',
    ]))
  it('leave out what says nothing', () =>
    expect(rows([message(1, { content: ' \n', complete: true }), message(2)])).toEqual(['item']))
  it.each(['failed', 'cancelled', 'interrupted'] as const)('say at its end that a turn %s', (status) =>
    expect(rows([message(1, { content: 'a' })], [turn({ status })])).toEqual(['item', 'turn-end']),
  )
  it('say nothing of a turn that succeeded or runs', () => {
    for (const status of ['succeeded', 'running'] as const)
      expect(rows([message(1, { content: 'a' })], [turn({ status })])).toEqual(['item'])
  })
})

describe('turns of a left branch', () => {
  const of = (name: string, over: Partial<Turn> = {}) => turn({ id: turnId(name), ...over })
  const said = (position: number, name: string) => message(position, { turnId: turnId(name), content: 'a' })
  const turns = [of('one'), of('two', { folded: true }), of('three', { folded: true }), of('four')]
  const items = [said(1, 'one'), said(2, 'two'), said(3, 'two'), said(4, 'three'), said(5, 'four')]
  const [key] = rowsOf(items, byId(turns), () => false).flatMap((row) =>
    row.kind === 'branch' ? [row.key] : [],
  )

  it('are one line, whatever number they are', () => {
    const [branch] = rowsOf(items, byId(turns), () => false).filter(({ kind }) => kind === 'branch')
    expect(rows(items, turns)).toEqual(['item', 'branch', 'item'])
    expect(branch).toMatchObject({ turns: [turnId('two'), turnId('three')], open: false })
  })
  it('follow their line, set back, once it is open', () => {
    const shown = rowsOf(items, byId(turns), (row) => row === key)
    expect(shown.map(({ kind, folded }) => [kind, folded])).toEqual([
      ['item', false],
      ['branch', false],
      ['item', true],
      ['item', true],
      ['item', true],
      ['item', false],
    ])
  })
  it.each([
    [1, false],
    [2, true],
    [4, true],
    [5, false],
    [9, false],
  ])('are found by what stands at %i: %s', (position, inside) =>
    expect(branchAt(items, byId(turns), position)).toBe(inside ? key : null),
  )
})

describe('what a turn changed', () => {
  const state = (commit: string) => ({ commit, head: null, branch: null })
  const snapshots = (after: string): Turn['snapshots'] => [
    { repositoryId: repositoryId(), before: state('a'), after: state(after) },
  ]
  it('has a line at the end of a turn that left the files differently', () => {
    const items = [message(1, { content: 'a' })]
    expect(rows(items, [turn({ snapshots: snapshots('b') })])).toEqual(['item', 'changes'])
    expect(rows(items, [turn({ snapshots: snapshots('a') })])).toEqual(['item'])
    expect(rows(items, [turn({ snapshots: snapshots('b'), status: 'running' })])).toEqual(['item'])
  })
})

describe('the line of a tool call', () => {
  it('is the command, from the raw input where there is one', () => {
    const run = { toolKind: 'execute', title: '`npm test`' } as const
    expect(toolLine(tool(1, run), [])).toEqual({ verb: 'Run', target: 'npm test', mono: true })
    const rawInput = JSON.stringify({ command: ['git', 'status'] })
    expect(toolLine(tool(1, { ...run, rawInput }), []).target).toBe('git status')
    expect(toolLine(tool(1, { ...run, rawInput: '{"command":"cut' }), []).target).toBe('npm test')
  })
  it('is the file, as seen from the worktree', () => {
    const edit = tool(1, { toolKind: 'edit', locations: [{ path: '/w/one/src/a.ts', line: null }] })
    expect(toolLine(edit, ['/w/one'])).toEqual({ verb: 'Edit', target: 'src/a.ts', mono: true })
    expect(shortPath('/w/one-more/a.ts', ['/w/one'])).toBe('/w/one-more/a.ts')
  })
  it('is the title where nothing better is known', () =>
    expect(toolLine(tool(1, { toolKind: 'other', title: 'Think\nhard' }), [])).toEqual({
      verb: '',
      target: 'Think',
      mono: false,
    }))
  it('shows the printed text of all parts without the fence that agents put around it', () => {
    const content: ToolCall['content'] = [{ type: 'text', text: '```console\nok\n```' }]
    expect(toolOutput(tool(1, { content }))).toBe('ok')
  })
})

describe('rowAt', () => {
  const rows = rowsOf([message(1), tool(3), tool(4), message(6)], new Map(), () => false)
  it.each([
    [1, 0],
    [3, 1],
    [4, 1],
    [5, 1],
    [6, 2],
    [9, 2],
    [0, 0],
  ])('finds the item at %i in row %i, or the one nearest before', (position, row) =>
    expect(rowAt(rows, position)).toBe(row),
  )
})

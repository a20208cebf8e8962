import { describe, expect, it } from 'vitest'
import { newId } from '../../../src/base/index.ts'
import type { RepositoryDiff, TerminalId } from '../../../src/contracts/index.ts'
import { entriesOf, filterEntries } from '../../../src/renderer/features/changes/changed-entry.ts'
import { treeLines } from '../../../src/renderer/features/changes/tree.ts'
import { keyOfOption, optionOfKind } from '../../../src/renderer/features/transcript/approval-keys.ts'
import { composerState } from '../../../src/renderer/features/composer/composer-state.ts'
import { chooseTab, neighbour, tabId } from '../../../src/renderer/features/workspace/tabs.ts'
import type { WorkspaceTab } from '../../../src/renderer/app/route.ts'
import { approval, session, sessionId, turnId, workspace } from './make.ts'

const diffOf = (repository: string, paths: readonly string[]): RepositoryDiff => ({
  repositoryId: newId('repository'),
  repository,
  branch: 'try',
  baseBranch: 'main',
  mergeBase: '',
  head: '',
  files: paths.map((path) => ({
    path,
    oldPath: null,
    status: 'M',
    added: 1,
    removed: 0,
    binary: false,
    oldMode: '100644',
    newMode: '100644',
    uncommitted: true,
    staged: false,
    unstaged: true,
    stamp: '',
    viewed: false,
  })),
  truncated: false,
  added: 1,
  removed: 0,
  uncommittedFiles: 1,
})

describe('the tree of changed files', () => {
  const shop = diffOf('shop', ['src/deep/only/a.ts', 'src/b10.ts', 'src/b2.ts', 'README.md'])
  const web = diffOf('web', ['index.html'])
  const entries = entriesOf([shop])
  const lines = (closed: string[] = [], of = entries, byRepository = false): string[] =>
    treeLines(of, new Set(closed), byRepository).map(({ depth, name }) => '  '.repeat(depth) + name)

  it('has folders first, lone folders in one line, and numbers in order', () =>
    expect(lines()).toEqual(['src', '  deep/only', '    a.ts', '  b2.ts', '  b10.ts', 'README.md']))
  it('lists the diffs below one another in the same order', () =>
    expect(entries.map(({ file }) => file.path)).toEqual([
      'src/deep/only/a.ts',
      'src/b2.ts',
      'src/b10.ts',
      'README.md',
    ]))
  it('leaves out the inside of closed folders', () => {
    const at = (path: string) => `${shop.repositoryId}/${path}`
    expect(lines([at('src/deep/only')])).toEqual(['src', '  deep/only', '  b2.ts', '  b10.ts', 'README.md'])
    expect(lines([at('src')])).toEqual(['src', 'README.md'])
  })
  it('holds all repositories of a workspace, each in a folder of its own that can be closed', () => {
    const both = entriesOf([shop, web])
    expect(lines([shop.repositoryId], both, true)).toEqual(['shop', 'web', '  index.html'])
  })
  it('is filtered by all words, in any case and order', () => {
    expect(filterEntries(entries, 'TS deep').map(({ file }) => file.path)).toEqual(['src/deep/only/a.ts'])
    expect(filterEntries(entries, '  ')).toEqual(entries)
  })
})

describe('the tab that is shown', () => {
  const conversation = (name: string): WorkspaceTab => ({ kind: 'session', id: sessionId(name) })
  const terminal: WorkspaceTab = { kind: 'terminal', id: 'trm_1' as TerminalId }
  const tabs = [conversation('1'), conversation('2'), terminal]

  it('is the wanted one, else the last shown, else the newest conversation', () => {
    expect(chooseTab(tabs, terminal, tabId(tabs[0]!))).toBe(terminal)
    expect(chooseTab(tabs, conversation('gone'), tabId(tabs[0]!))).toBe(tabs[0])
    expect(chooseTab(tabs, null, 'session/gone')).toBe(tabs[1])
    expect(chooseTab([terminal], null, undefined)).toBe(terminal)
    expect(chooseTab([], null, undefined)).toBeNull()
  })
  it('after closing is the right neighbour, else the left', () => {
    expect(neighbour(tabs, tabs[0]!)).toBe(tabs[1])
    expect(neighbour(tabs, terminal)).toBe(tabs[1])
    expect(neighbour([terminal], terminal)).toBeNull()
  })
})

describe('the keys of an approval', () => {
  const options = [
    { id: 'always', name: 'Always', kind: 'allow_always' },
    { id: 'once', name: 'Once', kind: 'allow_once' },
    { id: 'again', name: 'Once more', kind: 'allow_once' },
    { id: 'never', name: 'Never', kind: 'reject_always' },
  ] as const
  it('answer with the first option of their kind, and only that one shows the key', () => {
    const asked = approval({ options: [...options] })
    expect(optionOfKind(asked, 'allow_once')?.id).toBe('once')
    expect(asked.options.map((option) => keyOfOption(asked, option))).toEqual([
      'Shift+A',
      'A',
      undefined,
      'R',
    ])
  })
})

describe('the composer', () => {
  const running = { id: turnId(), status: 'running', endedAt: null } as const
  it('sends when the session is idle', () =>
    expect(composerState(session(), workspace())).toEqual({ blocked: null, stoppable: false, verb: 'Send' }))
  it('queues while a turn runs or the agent starts, and stops a turn, also one that waits for an answer', () => {
    for (const status of ['running', 'needs_attention'] as const)
      expect(composerState(session({ status, lastTurn: running }), workspace())).toMatchObject({
        stoppable: true,
        blocked: null,
        verb: 'Queue',
      })
    expect(composerState(session({ status: 'starting' }), workspace())).toMatchObject({
      blocked: null,
      verb: 'Queue',
    })
  })
  it('sends to a session whose turn nobody has seen yet', () => {
    const lastTurn = { id: turnId(), status: 'succeeded', endedAt: 2 } as const
    const seen = composerState(session({ status: 'needs_attention', lastTurn }), workspace())
    expect(seen).toMatchObject({ blocked: null, stoppable: false })
  })
  it.each([
    [session({ status: 'stopped' }), workspace()],
    [session(), workspace({ status: 'stopped' })],
  ])('says why nothing can be sent', (view, place) => {
    expect(composerState(view, place).blocked).not.toBeNull()
    expect(composerState(view, place).stoppable).toBe(false)
  })
})

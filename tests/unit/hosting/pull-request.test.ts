import { describe, expect, it } from 'vitest'
import {
  checksOf,
  mergeObstacles,
  type BranchFacts,
  type PullRequestFacts,
  type WorkspaceRepository,
} from '../../../src/contracts/index.ts'
import { proposeBase, proposeBody, proposeTitle } from '../../../src/main/hosting/proposal.ts'
import { workspace } from '../../hosts/agent/entities.ts'

const pull = (fields: Partial<PullRequestFacts> = {}): PullRequestFacts => ({
  number: 1,
  url: '',
  title: 't',
  body: '',
  author: 'ada',
  state: 'open',
  draft: false,
  base: 'main',
  head: 'feature',
  headSha: 'a'.repeat(40),
  mergeable: 'yes',
  blocked: null,
  mergeMethods: ['merge'],
  checks: [],
  reviews: [],
  updatedAt: null,
  ...fields,
})
const check = (state: 'passed' | 'failed' | 'running' | 'skipped') => ({
  name: state,
  state,
  summary: '',
  url: null,
})

describe('what speaks against merging', () => {
  it('nothing, for an open one that is fine', () => expect(mergeObstacles(pull())).toEqual([]))

  it.each([
    ['closed', { state: 'closed' }, 'state', true],
    ['merged', { state: 'merged' }, 'state', true],
    ['a draft', { draft: true }, 'draft', true],
    ['conflicts', { mergeable: 'conflicts' }, 'conflicts', true],
    ['a protected branch', { blocked: 'reviews are missing' }, 'blocked', false],
    ['a failing check', { checks: [check('failed')] }, 'checks', false],
    ['a running check', { checks: [check('running')] }, 'checks', false],
    [
      'changes requested',
      { reviews: [{ author: 'bob', state: 'changes_requested', body: '', at: null, url: null }] },
      'changes_requested',
      false,
    ],
    ['a host that still thinks', { mergeable: 'unknown' }, 'unknown', false],
    ['no allowed method', { mergeMethods: [] }, 'method', true],
  ] as const)('%s', (_name, fields, kind, final) => {
    expect(mergeObstacles(pull(fields as Partial<PullRequestFacts>))).toMatchObject([{ kind, final }])
  })
})

it('checks together: one failure outweighs all, skipped ones count for nothing', () => {
  expect(checksOf([])).toBe('none')
  expect(checksOf([check('skipped')])).toBe('none')
  expect(checksOf([check('passed'), check('skipped')])).toBe('passed')
  expect(checksOf([check('passed'), check('running')])).toBe('running')
  expect(checksOf([check('running'), check('failed')])).toBe('failed')
})

const facts = (subjects: string[]): BranchFacts => ({
  branch: 'fix/login',
  head: 'b'.repeat(40),
  remotes: [{ name: 'origin', url: 'u', pushUrl: 'u' }],
  pushRemote: null,
  commits: subjects.map((subject) => ({ sha: 's', subject, body: `About ${subject}` })),
  commitCount: subjects.length,
  uncommittedFiles: 0,
})
const on = (prompt: string) =>
  workspace({ nodeId: 'node_00000000000000000000' as never, name: 'Fix login', prompt })

describe('the text of a new pull request', () => {
  it('is that of a single commit', () => {
    expect(proposeTitle(on(''), facts(['One']))).toBe('One')
    expect(proposeBody(on(''), facts(['One']))).toBe('About One')
  })

  it('names the workspace and lists several commits, oldest first, after the task', () => {
    expect(proposeTitle(on('Make it so'), facts(['Two', 'One']))).toBe('Fix login')
    expect(proposeBody(on('Make it so'), facts(['Two', 'One']))).toBe('Make it so\n\n- One\n- Two')
  })

  it('goes into the branch without the name of the remote', () => {
    const repository = { name: 'engine' } as WorkspaceRepository
    expect(proposeBase({ ...repository, baseBranch: 'origin/main' }, facts([]))).toBe('main')
    expect(proposeBase({ ...repository, baseBranch: 'release/2' }, facts([]))).toBe('release/2')
  })
})

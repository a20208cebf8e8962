import { describe, expect, it } from 'vitest'
import { Failure, type BranchCheck, type RepositoryId } from '../../../src/contracts/index.ts'
import type { AppServices } from '../../../src/renderer/app/index.ts'
import { branchState } from '../../../src/renderer/features/create-workspace/branch-state.ts'
import {
  startWorkspace,
  type Step,
  type Wish,
} from '../../../src/renderer/features/create-workspace/start.ts'
import { projectId, session, workspace } from './make.ts'

const check = (over: Partial<BranchCheck>): BranchCheck => ({
  repositoryId: 'rep_00000000000000000000' as RepositoryId,
  repository: 'web',
  branch: 'fix/login',
  result: 'free',
  message: null,
  suggestion: null,
  ...over,
})
const taken = check({ result: 'exists', suggestion: 'fix/login-2' })

describe('branchState', () => {
  it('knows nothing before a check', () => {
    expect(branchState([], 'unique')).toEqual({ kind: 'unknown' })
  })
  it('is free when it is free in every repository', () => {
    expect(branchState([check({}), check({ repository: 'api' })], 'unique')).toEqual({ kind: 'free' })
  })
  it('refuses a taken name, saying where, and offers the free one', () => {
    expect(branchState([check({ repository: 'api' }), taken], 'unique')).toEqual({
      kind: 'refused',
      message: 'Branch fix/login exists in web.',
      suggestion: 'fix/login-2',
    })
  })
  it('lets a taken name through with a number where the policy says so', () => {
    expect(branchState([taken], 'suffix')).toMatchObject({ kind: 'suffixed' })
  })
  it('refuses an invalid name under any policy', () => {
    const invalid = check({ result: 'invalid', message: 'Two dots are not allowed' })
    expect(branchState([invalid], 'suffix')).toMatchObject({
      kind: 'refused',
      message: 'Two dots are not allowed',
    })
  })
})

describe('startWorkspace', () => {
  const wish: Wish = {
    projectId: projectId(),
    prompt: 'Fix it',
    branch: 'fix/it',
    branchPolicy: 'unique',
    baseBranch: undefined,
    agent: 'runbook',
    inTerminal: false,
  }
  function control(over: { session?: () => Promise<unknown>; workspace?: () => Promise<unknown> } = {}) {
    const calls: [string, { idempotencyKey?: string }][] = []
    const answer =
      (name: string, result: () => Promise<unknown>) =>
      (input: { idempotencyKey?: string }): Promise<unknown> => {
        calls.push([name, input])
        return result()
      }
    const client = {
      workspace: { create: answer('workspace', over.workspace ?? (() => Promise.resolve(workspace()))) },
      session: {
        create: answer('session', over.session ?? (() => Promise.resolve(session()))),
        prompt: answer('prompt', () => Promise.resolve({})),
      },
    } as unknown as AppServices['client']
    return { client, calls }
  }

  it('makes the workspace, then the session, then sends the prompt', async () => {
    const { client, calls } = control()
    const steps: Step[] = []
    const result = await startWorkspace({ client }, wish, 'key', (step) => steps.push(step))
    expect(steps).toEqual(['workspace', 'session', 'prompt'])
    expect(calls.map(([name]) => name)).toEqual(steps)
    expect(result).toEqual({ workspaceId: workspace().id, sessionId: session().id })
  })

  it('gives an agent in a terminal the prompt at its start', async () => {
    const { client, calls } = control()
    await startWorkspace({ client }, { ...wish, inTerminal: true }, 'key', () => undefined)
    expect(calls).toMatchObject([
      ['workspace', {}],
      ['session', { prompt: 'Fix it' }],
    ])
  })

  it('starts nothing without an agent', async () => {
    const { client, calls } = control()
    await startWorkspace({ client }, { ...wish, agent: undefined }, 'key', () => undefined)
    expect(calls.map(([name]) => name)).toEqual(['workspace'])
  })

  it('sends the same keys when tried again, so that nothing is made twice', async () => {
    let fails = true
    const { client, calls } = control({
      session: () => (fails ? Promise.reject(new Failure('agent_failed', 'no')) : Promise.resolve(session())),
    })
    await expect(startWorkspace({ client }, wish, 'key', () => undefined)).rejects.toMatchObject({
      code: 'agent_failed',
    })
    fails = false
    await startWorkspace({ client }, wish, 'key', () => undefined)
    const keysOf = (wanted: string) =>
      new Set(calls.filter(([name]) => name === wanted).map(([, input]) => input.idempotencyKey))
    expect([keysOf('workspace').size, keysOf('session').size]).toEqual([1, 1])
    expect(new Set(calls.map(([, input]) => input.idempotencyKey)).size).toBe(3)
  })

  it('fails with the reason of a workspace that came out in error', async () => {
    const error = { code: 'worktree_failed' as const, message: 'disk full' }
    const { client, calls } = control({
      workspace: () => Promise.resolve(workspace({ status: 'error', error })),
    })
    await expect(startWorkspace({ client }, wish, 'key', () => undefined)).rejects.toMatchObject(error)
    expect(calls).toHaveLength(1)
  })
})

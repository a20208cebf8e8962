import { implement } from '@orpc/server'
import { agentContract, Failure } from '../../../src/contracts/index.ts'
import type { AgentState } from './agent-state.ts'

const app = implement(agentContract)

/** Repositories below `/repos`, whose branches are those of the fake agent's workspaces. */
export const fakeRepositories = (agent: AgentState) => ({
  inspect: app.repository.inspect.handler(({ input }) => {
    if (!input.path.startsWith('/repos/')) throw new Failure('not_a_repository', `${input.path} is none`)
    return {
      path: input.path,
      name: input.path.slice('/repos/'.length),
      defaultBranch: 'main',
      currentBranch: 'main',
      head: '0'.repeat(40),
    }
  }),
  browse: app.repository.browse.handler(() => ({
    path: '/repos',
    parent: '/',
    entries: [],
    truncated: false,
  })),
  branches: app.repository.branches.handler(() => []),
  checkBranch: app.repository.checkBranch.handler(({ input }) =>
    input.repositories.map(({ repositoryId, name }) => {
      const taken = agent.records.some(
        ({ entry }) => entry.type === 'workspace' && entry.entity.branch === input.branch,
      )
      return {
        repositoryId,
        repository: name,
        branch: input.branch,
        result: taken ? ('exists' as const) : ('free' as const),
        message: taken ? `${input.branch} exists` : null,
        suggestion: null,
      }
    }),
  ),
})

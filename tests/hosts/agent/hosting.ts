import { implement } from '@orpc/server'
import type { RequestHeadersPluginContext } from '@orpc/server/plugins'
import { agentContract } from '../../../src/contracts/index.ts'
import { unplayed } from './unplayed.ts'

/** A fake agent's repositories have no remotes. */
export function fakeHosting() {
  const { hosting } = implement(agentContract).$context<RequestHeadersPluginContext>()
  return {
    remotes: hosting.remotes.handler(() => []),
    branchFacts: hosting.branchFacts.handler(unplayed),
  }
}

import { implement } from '@orpc/server'
import { agentContract } from '../../../src/contracts/index.ts'
import { unplayed } from './unplayed.ts'

/** Acting on changes: a fake agent has no files to act on. */
export function unplayedStaging() {
  const { staging } = implement(agentContract)
  return {
    stage: staging.stage.handler(unplayed),
    unstage: staging.unstage.handler(unplayed),
    discard: staging.discard.handler(unplayed),
    undoDiscard: staging.undoDiscard.handler(unplayed),
    commit: staging.commit.handler(() => unplayed()),
    outlook: staging.outlook.handler(() => []),
  }
}

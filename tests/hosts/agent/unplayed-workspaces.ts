import { implement } from '@orpc/server'
import { agentContract } from '../../../src/contracts/index.ts'
import { unplayed } from './unplayed.ts'

const app = implement(agentContract)

/** Calls of `workspace.*` that only the real agent plays. */
export const unplayedOfWorkspace = {
  configure: app.workspace.configure.handler(() => unplayed()),
  repositoryStatus: app.workspace.repositoryStatus.handler(unplayed),
  renameBranch: app.workspace.renameBranch.handler(() => unplayed()),
  archive: app.workspace.archive.handler(() => unplayed()),
  unarchive: app.workspace.unarchive.handler(() => unplayed()),
  copy: app.workspace.copy.handler(() => unplayed()),
  mergedState: app.workspace.mergedState.handler(unplayed),
  size: app.workspace.size.handler(unplayed),
}

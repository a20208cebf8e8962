import { CommitService } from './commit-service.ts'
import { StagingService } from './staging-service.ts'

type Deps = ConstructorParameters<typeof StagingService>[0] & ConstructorParameters<typeof CommitService>[0]

/** What acts on changes of worktrees. */
export const createStaging = (deps: Deps) => ({
  staging: new StagingService(deps),
  commits: new CommitService(deps),
})

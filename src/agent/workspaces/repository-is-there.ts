import { existsSync } from 'node:fs'
import type { WorkspaceRepository } from '../../contracts/index.ts'
import type { WorkspaceDeps } from './deps.ts'

/** False once the user has moved or deleted the repository that a worktree hangs off. */
export const repositoryIsThere = (
  { gitAt }: Pick<WorkspaceDeps, 'gitAt'>,
  { source }: Pick<WorkspaceRepository, 'source'>,
): Promise<boolean> =>
  existsSync(source)
    ? gitAt(source)(['rev-parse', '--git-dir']).then(
        () => true,
        () => false,
      )
    : Promise.resolve(false)

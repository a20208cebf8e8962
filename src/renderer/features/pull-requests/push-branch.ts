import { Failure, type RepositoryId, type WorkspaceId } from '../../../contracts/index.ts'
import type { AppServices } from '../../app/index.ts'

/** Pushes a workspace's branch as it is; whatever would have to be confirmed first is refused. Throws what stops it. */
export async function pushBranch(
  client: AppServices['client'],
  { workspace, repositoryId }: { workspace: WorkspaceId; repositoryId: RepositoryId },
): Promise<void> {
  const { repositories } = await client.remotes.run({
    workspace,
    repositoryIds: [repositoryId],
    act: { kind: 'push', leases: [] },
  })
  for (const { outcome, failure, message } of repositories) {
    if (outcome === 'done' || outcome === 'nothing') continue
    const { code = 'push_rejected' as const, hint } = failure ?? {}
    throw new Failure(code, failure?.message ?? message, hint === undefined ? {} : { hint })
  }
}

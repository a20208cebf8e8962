import type { GitAct, GitActCheck, RepositoryCheck, WorkspaceId } from '../../contracts/index.ts'
import { checkMerge } from './check-merge.ts'
import { checkFetch, checkPush } from './check-push.ts'
import { checkPull, checkRebase } from './check-rebase.ts'
import type { Facts } from './facts.ts'
import { stops } from './pre-checks.ts'

/** What an act would do in one repository, and what stands in its way. Changes nothing, asks no remote. */
export function checkAct(facts: Facts, act: GitAct): Promise<RepositoryCheck> {
  switch (act.kind) {
    case 'fetch':
      return checkFetch(facts)
    case 'push':
      return checkPush(facts, act)
    case 'pull':
      return checkPull(facts, act)
    case 'rebase':
      return checkRebase(facts, act)
    case 'merge':
      return checkMerge(facts, act)
    default:
      return act satisfies never
  }
}

export function summarise(workspaceId: WorkspaceId, repositories: RepositoryCheck[]): GitActCheck {
  const needed = repositories.filter((check) => check.needed)
  const codes = needed.flatMap(({ checks }) =>
    checks.flatMap((check) => (check.level === 'confirm' ? check.code : [])),
  )
  return {
    workspaceId,
    repositories,
    possible: needed.length > 0 && !needed.some(({ checks }) => stops(checks)),
    confirm: [...new Set(codes)],
  }
}

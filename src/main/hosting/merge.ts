import { Failure, mergeObstacles, type MergeMethod, type PullRequest } from '../../contracts/index.ts'

export interface MergeWish {
  /** Absent: what the host offers first. */
  method?: MergeMethod | undefined
  /** The commit that the user looked at. */
  headSha?: string | undefined
  /** Also while checks fail or reviews speak against it. */
  anyway: boolean
}

/** How a pull request is to be merged. `now` is what its host says now. Throws `not_mergeable` with what is against it. */
export function methodToMerge(now: PullRequest, { method, headSha, anyway }: MergeWish): MergeMethod {
  if (headSha !== undefined && headSha !== now.headSha)
    throw new Failure('not_mergeable', `${now.head} has got commits since you looked`, {
      hint: 'Look at them, then merge.',
      details: { headSha: now.headSha },
    })
  const obstacles = mergeObstacles(now).filter(({ final }) => final || !anyway)
  const [first] = obstacles
  if (first)
    throw new Failure('not_mergeable', `Pull request ${now.number} was not merged. ${first.message}`, {
      hint: first.final ? 'Resolve that first.' : 'Resolve that first, or merge anyway if the host lets you.',
      details: { obstacles },
    })
  const chosen = method ?? now.mergeMethods[0] ?? 'merge'
  if (!now.mergeMethods.includes(chosen))
    throw new Failure('not_mergeable', `${now.slug} does not allow the method ${chosen}`, {
      hint: `It allows: ${now.mergeMethods.join(', ')}`,
      details: { path: 'method' },
    })
  return chosen
}

import type { GitAct, PreCheck, RepositoryCheck } from '../../contracts/index.ts'
import { changedFiles, commitOf, countCommits, type Facts } from './facts.ts'
import {
  branchChecks,
  confirm,
  count,
  leftOutChecks,
  note,
  remoteChecks,
  repositoryCheck,
  stop,
  stops,
} from './pre-checks.ts'
import { isProtected } from './protected-branch.ts'

export async function checkFetch(facts: Facts): Promise<RepositoryCheck> {
  const { remote, tracking } = facts.state
  return repositoryCheck(
    facts,
    remote ?? 'no remote',
    tracking?.name ?? facts.repository.branch,
    remoteChecks(facts),
  )
}

/** `refs/remotes/<remote>/<branch>`: what is known here of the branch that a push goes to. */
export const pushedRef = (remote: string, branch: string): string => `refs/remotes/${remote}/${branch}`

export async function checkPush(
  facts: Facts,
  act: Extract<GitAct, { kind: 'push' }>,
): Promise<RepositoryCheck> {
  const { git, repository, state } = facts
  const { branch } = repository
  const remote = state.remote
  const to = `${remote ?? 'no remote'}/${branch}`
  const first = [...branchChecks(facts), ...remoteChecks(facts)]
  if (stops(first) || remote === null) return repositoryCheck(facts, branch, to, first)
  const ref = pushedRef(remote, branch)
  const known = await commitOf(git, ref)
  const checks: PreCheck[] = leftOutChecks(facts, 'pushed')
  const guarded = isProtected(facts.protectedBranches, branch)
  const guard = (): void => {
    if (guarded)
      checks.push(
        confirm('protected_branch', `${branch} is a protected branch`, 'Pull requests are the usual way.'),
      )
  }
  if (known === null) {
    const base =
      state.bases.findLast(({ name }) => name.startsWith(`${remote}/`))?.name ?? repository.baseCommit
    guard()
    checks.push(note('new_branch', `${to} is new and becomes the upstream of ${branch}`))
    return repositoryCheck(facts, branch, to, checks, {
      commits: await countCommits(git, 'HEAD', '--not', `--remotes=${remote}`),
      files: await changedFiles(git, `${base}...HEAD`),
    })
  }
  const [commits, files, dropped] = await Promise.all([
    countCommits(git, `${ref}..HEAD`),
    changedFiles(git, `${ref}...HEAD`),
    countCommits(git, `HEAD..${ref}`),
  ])
  const lease = dropped > 0 ? { expected: known, dropped } : null
  if (commits === 0 && dropped === 0) {
    checks.push(note('nothing_to_do', `${to} has everything already`))
    return repositoryCheck(facts, branch, to, checks, { needed: false })
  }
  const given = act.leases.find(({ repositoryId }) => repositoryId === repository.repositoryId)
  if (lease === null) guard()
  else if (guarded)
    checks.push(
      stop('protected_branch', `${branch} is protected and never rewritten`, 'Pull first, then push.'),
    )
  else if (given === undefined)
    checks.push(
      stop(
        'not_fast_forward',
        `${to} has ${count(dropped, 'commit')} that ${branch} lacks`,
        'Pull first; or push with a lease if they are meant to go.',
      ),
    )
  else if (given.expected !== known)
    checks.push(
      stop(
        'lease_outdated',
        `${to} has moved since you looked`,
        'Look at its new commits, then decide again.',
      ),
    )
  else
    checks.push(
      confirm(
        'replaces_commits',
        `${count(dropped, 'commit')} on ${to} will be replaced`,
        'Refused if somebody has pushed meanwhile.',
      ),
    )
  return repositoryCheck(facts, branch, to, checks, { commits, files, lease })
}

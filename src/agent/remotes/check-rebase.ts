import type { GitAct, PreCheck, RepositoryCheck, RepositoryGit } from '../../contracts/index.ts'
import { commitsToReplay, mergeCommits, replay, type GitRunner } from '../git/index.ts'
import { changedFiles, countCommits, type Facts } from './facts.ts'
import {
  branchChecks,
  confirm,
  count,
  identityChecks,
  note,
  remoteChecks,
  repositoryCheck,
  stop,
  stops,
  worktreeChecks,
} from './pre-checks.ts'
import { distance } from './repository-git.ts'
import { isProtected } from './protected-branch.ts'

/** Trying out every commit takes some calls of git each; beyond this many the whole is tried at once. */
const triedOneByOne = 40

/** Files in which putting HEAD's commits onto `onto` would conflict. */
export async function rebaseConflicts(git: GitRunner, onto: string): Promise<string[]> {
  const commits = await commitsToReplay(git, onto, 'HEAD')
  if (commits.length > triedOneByOne) return (await mergeCommits(git, onto, 'HEAD')).conflicts
  return (await replay(git, onto, commits)).stopped?.files ?? []
}

const conflictCheck = (files: readonly string[]): PreCheck[] =>
  files.length === 0
    ? []
    : [
        confirm(
          'conflicts_expected',
          `${count(files.length, 'file')} will conflict`,
          'It stops there: resolve them yourself or ask the agent, then continue; or abort.',
          files,
        ),
      ]

/** The base that a rebase goes onto when none is named: the one that is furthest ahead. */
const furthest = (bases: RepositoryGit['bases']) =>
  bases.reduce<RepositoryGit['bases'][number] | null>(
    (best, base) => (best === null || base.behind > best.behind ? base : best),
    null,
  )

export async function checkRebase(
  facts: Facts,
  act: Extract<GitAct, { kind: 'rebase' }>,
): Promise<RepositoryCheck> {
  const { git, repository, state } = facts
  const base = act.onto === null ? furthest(state.bases) : await distance(git, act.onto, act.onto)
  const first = [...branchChecks(facts), ...identityChecks(facts)]
  if (base === null)
    first.push(
      stop('target_missing', `There is no ${act.onto ?? repository.baseBranch} in ${repository.name}`),
    )
  if (isProtected(facts.protectedBranches, repository.branch))
    first.push(stop('protected_branch', `${repository.branch} is protected and never rewritten`))
  const to = base?.name ?? repository.baseBranch
  if (stops(first) || base === null) return repositoryCheck(facts, repository.branch, to, first)
  if (base.behind === 0)
    return repositoryCheck(
      facts,
      repository.branch,
      to,
      [note('nothing_to_do', `${repository.branch} has all of ${to} already`)],
      { needed: false },
    )
  const [merges, conflicts, files] = await Promise.all([
    countCommits(git, '--merges', `${base.name}..HEAD`),
    rebaseConflicts(git, base.name),
    changedFiles(git, `HEAD...${base.name}`),
  ])
  const pushed = state.tracking ? base.ahead - Math.min(base.ahead, state.tracking.ahead) : 0
  const checks = [
    ...worktreeChecks(facts),
    ...(pushed > 0
      ? [
          confirm(
            'rewrites_pushed',
            `${count(pushed, 'commit')} of ${state.tracking?.name} will be made anew`,
            'The next push then needs a lease.',
          ),
        ]
      : []),
    ...(merges > 0
      ? [
          confirm(
            'merge_commits',
            `${count(merges, 'merge commit')} will be dropped; what they resolved by hand may conflict again`,
          ),
        ]
      : []),
    ...conflictCheck(conflicts),
  ]
  return repositoryCheck(facts, repository.branch, to, checks, { commits: base.ahead, files })
}

export async function checkPull(
  facts: Facts,
  act: Extract<GitAct, { kind: 'pull' }>,
): Promise<RepositoryCheck> {
  const { git, repository, state } = facts
  const { branch } = repository
  const from = state.tracking
  const first = [...branchChecks(facts), ...remoteChecks(facts)]
  if (!stops(first) && from === null)
    first.push(
      stop(
        'no_upstream',
        `${state.remote}/${branch} is not known here`,
        'Push the branch first, or fetch if it is there.',
      ),
    )
  if (act.how !== 'ff') first.push(...identityChecks(facts))
  if (stops(first) || from === null)
    return repositoryCheck(facts, `${state.remote ?? 'no remote'}/${branch}`, branch, first)
  const checks = worktreeChecks(facts)
  if (from.behind === 0)
    checks.push(
      note(
        'maybe_nothing_to_do',
        `Nothing new on ${from.name} when it was last asked; it will be asked again`,
      ),
    )
  const diverged = from.ahead > 0 && from.behind > 0
  if (diverged && act.how === 'ff')
    checks.push(
      stop(
        'not_fast_forward',
        `${branch} has ${count(from.ahead, 'commit')} that ${from.name} lacks`,
        'Choose rebase or merge.',
      ),
    )
  else if (diverged && act.how === 'rebase') {
    if (isProtected(facts.protectedBranches, branch))
      checks.push(stop('protected_branch', `${branch} is protected and never rewritten`, 'Choose merge.'))
    checks.push(...conflictCheck(await rebaseConflicts(git, from.name)))
  } else if (diverged) checks.push(...conflictCheck((await mergeCommits(git, 'HEAD', from.name)).conflicts))
  return repositoryCheck(facts, from.name, branch, checks, {
    commits: from.behind,
    files: await changedFiles(git, `HEAD...${from.name}`),
  })
}

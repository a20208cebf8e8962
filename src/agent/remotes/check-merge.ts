import type { GitAct, PreCheck, RepositoryCheck } from '../../contracts/index.ts'
import { commitsToReplay, mergeCommits, replay, type GitRunner } from '../git/index.ts'
import { checkedOutIn } from './checked-out-in.ts'
import { changedFiles, commitOf, countCommits, type Facts } from './facts.ts'
import {
  branchChecks,
  confirm,
  count,
  identityChecks,
  leftOutChecks,
  note,
  remoteChecks,
  repositoryCheck,
  stop,
  stops,
} from './pre-checks.ts'
import { isProtected } from './protected-branch.ts'

type MergeAct = Extract<GitAct, { kind: 'merge' }>

/** The branch a merge goes into, its ref and the remote it is on. */
export function mergeTarget(
  { repository, state }: Facts,
  act: MergeAct,
): { name: string; branch: string; ref: string } {
  const wanted = act.target ?? repository.baseBranch
  const remoteOf = [...state.settings.remotes.keys()].find((remote) => wanted.startsWith(`${remote}/`))
  const branch = remoteOf === undefined ? wanted : wanted.slice(remoteOf.length + 1)
  return act.where === 'local'
    ? { name: branch, branch, ref: `refs/heads/${branch}` }
    : { name: `${state.remote}/${branch}`, branch, ref: `refs/remotes/${state.remote}/${branch}` }
}

export async function checkMerge(facts: Facts, act: MergeAct): Promise<RepositoryCheck> {
  const { git, repository } = facts
  const { branch } = repository
  const target = mergeTarget(facts, act)
  const first = [
    ...branchChecks(facts),
    ...(act.where === 'remote' ? remoteChecks(facts) : []),
    ...(act.how === 'ff' ? [] : identityChecks(facts)),
  ]
  const answer = (checks: PreCheck[], rest = {}): RepositoryCheck =>
    repositoryCheck(facts, branch, target.name, checks, rest)
  if (stops(first)) return answer(first)
  if (act.where === 'local' && target.branch === branch)
    return answer([...first, stop('target_is_branch', `${branch} cannot be merged into itself`)])
  const old = await commitOf(git, target.ref)
  if (old === null)
    return answer([
      ...first,
      stop(
        'target_missing',
        `There is no ${target.name} in ${repository.name}`,
        act.where === 'remote' ? 'Fetch, if it is there by now.' : null,
      ),
    ])
  const commits = await countCommits(git, `${target.ref}..HEAD`)
  if (commits === 0)
    return answer([note('nothing_to_do', `${target.name} has all of ${branch} already`)], { needed: false })
  const [files, how] = await Promise.all([
    changedFiles(git, `${target.ref}...HEAD`),
    howChecks(git, target.ref, target.name, act),
  ])
  const places = act.where === 'local' ? await checkedOutIn(git, target.branch) : []
  const checks = [
    ...(places[0] === undefined
      ? []
      : [
          stop(
            'target_checked_out',
            `${target.branch} is checked out in ${places[0]}, which is never changed from here`,
            `Merge it there: git merge ${branch}; or merge into the remote's ${target.branch}, or open a pull request.`,
          ),
        ]),
    ...how,
    ...(isProtected(facts.protectedBranches, target.branch)
      ? [
          confirm(
            'protected_branch',
            `${target.name} is a protected branch`,
            'Pull requests are the usual way.',
          ),
        ]
      : []),
    ...leftOutChecks(facts, 'merged'),
  ]
  return answer(checks, { commits, files })
}

async function howChecks(git: GitRunner, ref: string, name: string, { how }: MergeAct): Promise<PreCheck[]> {
  const conflict = (files: readonly string[]): PreCheck[] =>
    files.length === 0
      ? []
      : [
          stop(
            'conflicts_expected',
            `${count(files.length, 'file')} would conflict`,
            `Rebase onto ${name} first and resolve them here, in the workspace.`,
            files,
          ),
        ]
  if (how === 'squash' || how === 'merge') return conflict((await mergeCommits(git, ref, 'HEAD')).conflicts)
  if (how === 'ff') {
    const missing = await countCommits(git, `HEAD..${ref}`)
    return missing === 0
      ? []
      : [
          stop(
            'not_fast_forward',
            `${name} has ${count(missing, 'commit')} more`,
            `Rebase onto ${name} first.`,
          ),
        ]
  }
  const merges = await countCommits(git, '--merges', `${ref}..HEAD`)
  if (merges > 0)
    return [
      stop(
        'merge_commits',
        `The branch has ${count(merges, 'merge commit')}`,
        'Choose squash or merge commit.',
      ),
    ]
  return conflict((await replay(git, ref, await commitsToReplay(git, ref, 'HEAD'))).stopped?.files ?? [])
}

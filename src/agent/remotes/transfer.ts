import type { GitAct, RepositoryCheck } from '../../contracts/index.ts'
import type { Act, ActEnd } from './act.ts'
import { pushedRef } from './check-push.ts'
import { cleanOutput, explainFailure, type Destination } from './explain.ts'
import type { Facts } from './facts.ts'
import { count } from './pre-checks.ts'

export const destination = ({ repository, state }: Facts): Destination => ({
  repository: repository.name,
  remote: state.remote,
  url: (state.remote && state.settings.remotes.get(state.remote)) ?? null,
})

/** Asks the remotes of the repository for what is new; the branches here stay where they are. */
export async function runFetch(act: Pick<Act, 'long'>, facts: Facts): Promise<ActEnd> {
  const { remote, tracking } = facts.state
  // The base may be on another remote than the one that is pushed to.
  const names = [...new Set([remote, tracking?.name.split('/')[0]])].filter(
    (name) => name !== null && name !== undefined,
  )
  const known = names.filter((name) => facts.state.settings.remotes.has(name))
  const result = await act.long(['fetch', '--progress', '--multiple', ...known])
  if (result.exitCode !== 0) throw explainFailure('Fetch', result, destination(facts))
  const output = cleanOutput(result.output)
  const moved = output.split('\n').filter((line) => line.includes(' -> ')).length
  return {
    outcome: 'done',
    message:
      moved === 0
        ? `Nothing new on ${known.join(', ')}`
        : `${count(moved, 'branch or tag', 'branches and tags')} changed on ${known.join(', ')}`,
    output,
  }
}

/** Sends the workspace's branch to its remote, where it becomes the upstream. The user's pre-push hook runs. */
export async function runPush(
  { act, long, repository: { repositoryId, branch } }: Act<Extract<GitAct, { kind: 'push' }>>,
  facts: Facts,
  check: RepositoryCheck,
): Promise<ActEnd> {
  const remote = facts.state.remote ?? ''
  const ref = `refs/heads/${branch}`
  const lease = check.lease && act.leases.find((given) => given.repositoryId === repositoryId)
  const result = await long(
    [
      'push',
      '--porcelain',
      '--progress',
      // A push says which branch it is about; tags and submodules have acts of their own.
      '--no-follow-tags',
      '--set-upstream',
      ...(lease ? [`--force-with-lease=${ref}:${lease.expected}`] : []),
      remote,
      `${ref}:${ref}`,
    ],
    'hooks',
  )
  if (result.exitCode !== 0) throw explainFailure('Push', result, destination(facts))
  return {
    outcome: 'done',
    message: `Pushed ${count(check.commits, 'commit')} to ${remote}/${branch}`,
    output: cleanOutput(result.output),
  }
}

/** Makes a commit that exists only here the remote's branch, if that is still at `old`. */
export async function pushCommit(
  { long }: Pick<Act, 'long'>,
  facts: Facts,
  { commit, branch, old }: { commit: string; branch: string; old: string },
): Promise<string> {
  const remote = facts.state.remote ?? ''
  const ref = `refs/heads/${branch}`
  const lease = `--force-with-lease=${ref}:${old}`
  const result = await long(
    ['push', '--porcelain', '--progress', '--no-follow-tags', lease, remote, `${commit}:${ref}`],
    'hooks',
  )
  if (result.exitCode !== 0) throw explainFailure('Push', result, destination(facts))
  return cleanOutput(result.output)
}

/** What tells after a crash whether a push of HEAD had arrived. */
export const pushMark = ({ state, repository }: Facts) =>
  state.remote === null || state.head === null
    ? null
    : { ref: pushedRef(state.remote, repository.branch), commit: state.head }

import { Failure, type GitAct, type RepositoryCheck } from '../../contracts/index.ts'
import { commitsToReplay, gitMessage, mergeCommits, replay, signing } from '../git/index.ts'
import type { Act, ActEnd } from './act.ts'
import { mergeTarget } from './check-merge.ts'
import { commitOf, type Facts } from './facts.ts'
import { count } from './pre-checks.ts'
import { pushCommit } from './transfer.ts'

type MergeAct = Act<Extract<GitAct, { kind: 'merge' }>>

/**
 * Merges the workspace's branch into another without checking anything out: the commit is made in the object store,
 * then the branch is moved, if it is still where it was. Into a remote's branch: the commit is pushed.
 */
export async function runMerge(act: MergeAct, facts: Facts, check: RepositoryCheck): Promise<ActEnd> {
  const { git, repository } = act
  const target = mergeTarget(facts, act.act)
  const [old, head] = await Promise.all([commitOf(git, target.ref), commitOf(git, 'HEAD')])
  if (old === null || head === null) throw new Error(`${target.ref} or HEAD is gone`)
  const commit = await mergedCommit(act, { target: target.branch, old, head })
  const output =
    act.act.where === 'remote'
      ? await pushCommit(act, facts, { commit, branch: target.branch, old })
      : await moveBranch(act, { ref: target.ref, commit, old, name: target.name })
  return {
    outcome: 'done',
    message: `Merged ${count(check.commits, 'commit')} of ${repository.branch} into ${target.name}`,
    output,
  }
}

async function moveBranch(
  { git, repository }: MergeAct,
  { ref, commit, old, name }: { ref: string; commit: string; old: string; name: string },
): Promise<string> {
  try {
    await git(['update-ref', '-m', `merge ${repository.branch}`, ref, commit, old])
    return ''
  } catch (error) {
    throw new Failure('git_act_failed', `${name} was moved meanwhile; nothing was merged`, {
      hint: 'Try again.',
      details: { output: gitMessage(error) },
      cause: error,
    })
  }
}

async function mergedCommit(
  act: MergeAct,
  { target, old, head }: { target: string; old: string; head: string },
): Promise<string> {
  const {
    git,
    act: { how },
  } = act
  if (how === 'ff') return head
  if (how === 'rebase') {
    const replayed = await replay(git, old, await commitsToReplay(git, old, head))
    if (replayed.stopped) throw conflict(target, replayed.stopped.files)
    return replayed.head
  }
  const merged = await mergeCommits(git, old, head)
  if (merged.conflicts.length > 0) throw conflict(target, merged.conflicts)
  const parents = how === 'merge' ? ['-p', old, '-p', head] : ['-p', old]
  const message = act.act.message ?? (await proposedMessage(act, { target, old, head }))
  const args = ['commit-tree', merged.tree, ...parents, ...(await signing(git))]
  try {
    return (await git(args, { input: `${message}\n`, slow: true })).trim()
  } catch (error) {
    throw new Failure('commit_failed', `The commit for ${target} could not be made`, {
      hint: 'If commits are signed: unlock the signing key.',
      details: { output: gitMessage(error) },
      cause: error,
    })
  }
}

/** As git would say it; a squash of one commit keeps its message, of several names them all. */
async function proposedMessage(
  { git, repository, workspace, act: { how } }: MergeAct,
  { target, old, head }: { target: string; old: string; head: string },
): Promise<string> {
  if (how === 'merge') return `Merge branch '${repository.branch}' into ${target}`
  const range = `${old}..${head}`
  const log = (format: string): Promise<string> =>
    git(['log', '--reverse', '--no-merges', `--format=${format}`, range])
  const titles = (await log('* %s')).trim()
  return titles.includes('\n') || titles === ''
    ? `${workspace.name}\n\n${titles}`.trim()
    : (await log('%B')).trim()
}

const conflict = (target: string, files: readonly string[]): Failure =>
  new Failure('merge_conflict', `${count(files.length, 'file')} would conflict with ${target}`, {
    hint: `Rebase onto ${target} first and resolve them in the workspace.`,
    details: { files: files.slice(0, 100) },
  })

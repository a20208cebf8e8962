import { Failure, type Backup, type GitAct, type RepositoryCheck } from '../../contracts/index.ts'
import { operationIn, type LongRunResult } from '../git/index.ts'
import { abortOperation } from './abort.ts'
import { actNames, type Act, type ActEnd, type RemotesDeps } from './act.ts'
import { cleanOutput, explainFailure } from './explain.ts'
import { commitOf, type Facts } from './facts.ts'
import { keepWork } from './keep-work.ts'
import { count } from './pre-checks.ts'
import { readRepositoryGit } from './repository-git.ts'
import { destination } from './transfer.ts'

/** Puts the branch onto another. Stops at conflicts, where it can be continued or aborted. */
export function runRebase(
  deps: RemotesDeps,
  act: Act<Extract<GitAct, { kind: 'rebase' }>>,
  facts: Facts,
  check: RepositoryCheck,
): Promise<ActEnd> {
  return integrate(deps, act, facts, rebaseArgs(check.to), {
    done: `Rebased ${count(check.commits, 'commit')} of ${check.from} onto ${check.to}`,
  })
}

/** Takes in what the last fetch brought. The caller has fetched. */
export async function runPull(
  deps: RemotesDeps,
  act: Act<Extract<GitAct, { kind: 'pull' }>>,
  facts: Facts,
  check: RepositoryCheck,
): Promise<ActEnd> {
  if (check.commits === 0)
    return { outcome: 'nothing', message: `${check.to} has all of ${check.from} already` }
  const ref = `refs/remotes/${check.from}`
  const done = `Pulled ${count(check.commits, 'commit')} from ${check.from}`
  const args = {
    ff: ['merge', '--progress', '--no-autostash', '--ff-only', ref],
    merge: ['merge', '--progress', '--no-autostash', '--no-edit', ref],
    rebase: rebaseArgs(ref),
  }
  return integrate(deps, act, facts, args[act.act.how], { done })
}

/** Nothing of the user's configuration may stash, move other branches or open an editor. */
const rebaseArgs = (onto: string): string[] => [
  'rebase',
  '--no-autostash',
  '--no-autosquash',
  '--no-update-refs',
  onto,
]

/**
 * Runs what changes branch and files together. Before, the state is recorded and uncommitted files are backed up;
 * what is cancelled or fails half-way is put back, what stops at conflicts stays for the user.
 */
async function integrate(
  deps: RemotesDeps,
  act: Act,
  facts: Facts,
  args: readonly string[],
  { done }: { done: string },
): Promise<ActEnd> {
  const { workspace, repository, git } = act
  const { records, clock } = deps
  const backup = await keepWork(deps, workspace, repository)
  const before = await deps.snapshot(workspace.id, repository)
  const record = { kind: act.act.kind, startedAt: clock.now(), process: null, before, pushed: null }
  records.put(workspace.id, repository.repositoryId, record)
  const result = await act.long(args, 'hooks')
  const output = cleanOutput(result.output)
  if (result.exitCode === 0) {
    records.remove(workspace.id, repository.repositoryId)
    const head = await commitOf(git, 'HEAD')
    const undo = head === null ? null : { before, head }
    return { outcome: 'done', message: done, output, backup, undo }
  }
  const state = await readRepositoryGit(git, repository)
  if (state.operation !== null && result.ended === null) {
    records.wait(workspace.id, repository.repositoryId)
    const files = state.operation.unmerged
    const what = `${actNames[act.act.kind]} of ${repository.branch}`
    return {
      outcome: 'conflict',
      message:
        files > 0
          ? `${what} stopped at conflicts in ${count(files, 'file')}`
          : `${what} stopped and waits to be continued or aborted`,
      output,
      backup,
    }
  }
  await putBack(deps, act, facts, result)
  throw withBackup(explainFailure(actNames[act.act.kind], result, destination(facts)), backup)
}

async function putBack(deps: RemotesDeps, act: Act, facts: Facts, result: LongRunResult): Promise<void> {
  const halfDone = operationIn(facts.state.gitFolder) !== null
  if (halfDone || result.ended !== null) await abortOperation(deps, act.workspace, act.repository)
  else deps.records.remove(act.workspace.id, act.repository.repositoryId)
}

const withBackup = (failure: Failure, backup: Backup | null): Failure =>
  backup === null
    ? failure
    : new Failure(failure.code, failure.message, {
        ...(failure.hint === undefined ? {} : { hint: failure.hint }),
        details: { ...failure.details, backup },
        cause: failure,
      })

import { timeLimit } from '../../base/index.ts'
import type { Event, Workspace, WorkspaceRepository } from '../../contracts/index.ts'
import { gitFolderOf, operationIn, signalGroup } from '../git/index.ts'
import { groupAlive, processStartedAt } from '../sessions/index.ts'
import { abortOperation } from './abort.ts'
import type { ActRecord } from './act-records.ts'
import { actNames, type RemotesDeps } from './act.ts'
import { commitOf } from './facts.ts'

/** Between SIGINT, on which git takes its lock files away, and SIGKILL; and between that and giving up. */
const endGraceMs = 5_000
/** A process group has no event for "empty", so it is looked at this often. */
const lookEveryMs = 20

/**
 * Puts in order what a daemon that died in the middle of a git act left: the git that still runs is ended, and what
 * is true now is told. What stopped between two commits stays to be continued or aborted; files that were half
 * written before anything had moved are put back. Call once, before serving.
 */
export async function reconcileActs(deps: RemotesDeps): Promise<void> {
  for (const id of deps.records.workspaces()) {
    const workspace = deps.workspaces().find((one) => one.id === id)
    if (!workspace || workspace.status === 'deleted') deps.records.removeAll(id)
    else
      for (const repository of workspace.repositories) {
        const record = deps.records.get(id, repository.repositoryId)
        if (record === null) continue
        try {
          await endProcess(deps, record)
          await settle(deps, workspace, repository, record)
        } catch (error) {
          // It is tried again at the next start; the workspace can be used meanwhile.
          deps.log.error({ err: error, workspace: id }, 'a git act that was cut off could not be looked at')
        }
      }
  }
}

async function settle(
  deps: RemotesDeps,
  workspace: Workspace,
  repository: WorkspaceRepository,
  record: ActRecord,
): Promise<void> {
  const { gitAt, records } = deps
  const git = gitAt(repository.worktree)
  const name = actNames[record.kind]
  const tell = (level: Event['level'], message: string): void =>
    deps.store.change(({ note }) => note(workspace.id, { level, type: 'workspace.act_cut_off', message }))
  // One that stopped at conflicts had ended well; it waits as before, and there is nothing to tell.
  const wasWaiting = record.process === null
  if (record.before === null) {
    const arrived =
      record.pushed !== null && (await commitOf(git, record.pushed.ref)) === record.pushed.commit
    tell(
      arrived ? 'info' : 'warning',
      arrived
        ? `${name} of ${repository.branch} in ${repository.name} had arrived when the node agent ended`
        : `${name} of ${repository.branch} in ${repository.name} was cut off when the node agent ended. A fetch shows whether it had arrived.`,
    )
    return records.remove(workspace.id, repository.repositoryId)
  }
  if (operationIn(await gitFolderOf(git)) !== null) {
    if (!wasWaiting) {
      records.wait(workspace.id, repository.repositoryId)
      tell(
        'warning',
        `${name} of ${repository.branch} in ${repository.name} was cut off half-way. Continue or abort it.`,
      )
    }
    return
  }
  if ((await commitOf(git, 'HEAD')) === record.before.head) {
    await abortOperation(deps, workspace, repository)
    return tell(
      'warning',
      `${name} of ${repository.branch} in ${repository.name} was cut off before anything had moved; files are as they were.`,
    )
  }
  records.remove(workspace.id, repository.repositoryId)
  tell('info', `${name} of ${repository.branch} in ${repository.name} was done when the node agent ended`)
}

/** Ends the git of a record, if that process still lives. */
async function endProcess({ clock }: RemotesDeps, { process: left }: ActRecord): Promise<void> {
  if (left === null) return
  const { pid, startedAt } = left
  if (startedAt === null || (await processStartedAt(pid)) !== startedAt) return
  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    signalGroup(pid, signal)
    const limit = timeLimit(clock, endGraceMs)
    while (groupAlive(pid) && !limit.passed)
      await new Promise<void>((resolve) => void clock.after(lookEveryMs, resolve))
    limit.cancel()
    if (!groupAlive(pid)) return
  }
}

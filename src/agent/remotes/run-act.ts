import { Failure, type GitAct, type RepositoryCheck } from '../../contracts/index.ts'
import { actNames, type Act, type ActEnd, type RemotesDeps } from './act.ts'
import { checkAct } from './check-act.ts'
import { readFacts, type Facts } from './facts.ts'
import { runPull, runRebase } from './integrate.ts'
import { runMerge } from './merge-into.ts'
import { pushMark, runFetch, runPush } from './transfer.ts'

/**
 * One act in one repository, its lock held: looks once more, since much may have changed since the person looked,
 * and acts only on what was confirmed.
 */
export async function runAct(deps: RemotesDeps, act: Act): Promise<ActEnd> {
  const runningTurns = countRunningTurns(deps, act)
  const look = async (): Promise<{ facts: Facts; check: RepositoryCheck }> => {
    const facts = await readFacts(deps.gitAt, act.repository, { ...act, runningTurns })
    return { facts, check: await checkAct(facts, act.act) }
  }
  let { facts, check } = await look()
  if (!check.needed) return { outcome: 'nothing', message: check.checks[0]?.message ?? 'Nothing to do' }
  assertAllowed(act, check, false)
  if (act.act.kind === 'pull') {
    await runFetch(act, facts)
    ;({ facts, check } = await look())
    assertAllowed(act, check, true)
  }
  return perform(deps, act, facts, check)
}

function perform(deps: RemotesDeps, act: Act, facts: Facts, check: RepositoryCheck): Promise<ActEnd> {
  const { records, clock } = deps
  const as = <Kind extends GitAct>(kind: Kind): Act<Kind> => ({ ...act, act: kind })
  const wanted = act.act
  switch (wanted.kind) {
    case 'fetch':
      return runFetch(act, facts)
    case 'push': {
      const { workspace, repository } = act
      records.put(workspace.id, repository.repositoryId, {
        kind: 'push',
        startedAt: clock.now(),
        process: null,
        before: null,
        pushed: pushMark(facts),
      })
      return runPush(as(wanted), facts, check).finally(() =>
        records.remove(workspace.id, repository.repositoryId),
      )
    }
    case 'pull':
      return runPull(deps, as(wanted), facts, check)
    case 'rebase':
      return runRebase(deps, as(wanted), facts, check)
    case 'merge':
      return runMerge(as(wanted), facts, check)
    default:
      return wanted satisfies never
  }
}

/** Throws `git_act_refused` with what stands in the way, or was not confirmed. */
export function assertAllowed(
  { act, confirmed }: Pick<Act, 'act' | 'confirmed'>,
  check: RepositoryCheck,
  fetched: boolean,
): void {
  const [blocking] = check.checks.filter(
    ({ level, code }) => level === 'stop' || (level === 'confirm' && !confirmed.includes(code)),
  )
  if (!blocking) return
  const since = fetched ? ' (the remote has just been asked)' : ''
  throw new Failure(
    'git_act_refused',
    `${actNames[act.kind]} of ${check.repository}: ${blocking.message}${since}`,
    {
      hint:
        blocking.level === 'confirm'
          ? `Confirm it (${blocking.code}) to go on. ${blocking.hint ?? ''}`.trim()
          : (blocking.hint ?? 'Nothing was changed.'),
      details: { check: blocking.code, checks: check.checks, files: blocking.files },
    },
  )
}

/** Sessions whose agent works right now; one that waits for an answer is in the middle of its turn as well. */
export const countRunningTurns = (
  { store }: Pick<RemotesDeps, 'store'>,
  { workspace }: Pick<Act, 'workspace'>,
): number =>
  store.sessions
    .listIn(workspace.id)
    .filter(({ entity }) =>
      entity.terminalId === null ? entity.lastTurn?.status === 'running' : entity.status === 'running',
    ).length

import type { PreCheck, PreCheckCode, RepositoryCheck } from '../../contracts/index.ts'
import type { Facts } from './facts.ts'

const mostFiles = 100

const preCheck =
  (level: PreCheck['level']) =>
  (
    code: PreCheckCode,
    message: string,
    hint: string | null = null,
    files: readonly string[] = [],
  ): PreCheck => ({
    code,
    level,
    message,
    hint,
    files: files.slice(0, mostFiles),
  })
export const stop = preCheck('stop')
export const confirm = preCheck('confirm')
export const note = preCheck('note')

export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`

const operationNames = {
  merge: 'A merge',
  rebase: 'A rebase',
  'cherry-pick': 'A cherry-pick',
  revert: 'A revert',
}

/** What stands in the way of every act that needs the workspace's branch: something half done, another branch. */
export function branchChecks({ state, repository }: Facts): PreCheck[] {
  if (state.operation)
    return [
      stop(
        'operation_in_progress',
        `${operationNames[state.operation.kind]} is under way in ${repository.name}`,
        'Continue or abort it first.',
      ),
    ]
  if (state.onBranch === null)
    return [
      stop(
        'detached_head',
        `${repository.name} is on no branch (detached HEAD)`,
        `Go back with: git switch ${repository.branch}`,
      ),
    ]
  if (state.onBranch !== repository.branch)
    return [
      stop(
        'other_branch',
        `The worktree of ${repository.name} is on ${state.onBranch}, not on ${repository.branch}`,
        `Go back with: git switch ${repository.branch}`,
      ),
    ]
  if (state.head === null)
    return [stop('no_commits', `${repository.branch} has no commits yet`, 'Commit something first.')]
  return []
}

export const remoteChecks = ({ state, repository }: Facts): PreCheck[] =>
  state.remote !== null
    ? []
    : state.settings.remotes.size > 1
      ? [
          stop(
            'no_remote',
            `${repository.name} has ${state.settings.remotes.size} remotes and none is named to push to`,
            'Name one: git config remote.pushDefault <name>',
          ),
        ]
      : [stop('no_remote', `${repository.name} has no remote`, 'Add one: git remote add origin <address>')]

export const identityChecks = ({ noIdentity, repository }: Facts): PreCheck[] =>
  noIdentity === null
    ? []
    : [
        stop(
          'no_identity',
          `git does not know who commits in ${repository.name}`,
          'Set it: git config --global user.name "…" and git config --global user.email "…"',
        ),
      ]

/** For acts that change the files of the worktree: what is uncommitted could not be put back together with them. */
export function worktreeChecks({ state, repository, runningTurns }: Facts): PreCheck[] {
  const { uncommitted, untracked } = state
  return [
    ...(uncommitted > 0
      ? [
          stop(
            'dirty',
            `${count(uncommitted, 'file')} of ${repository.name} ${uncommitted === 1 ? 'has' : 'have'} uncommitted changes`,
            'Commit or discard them first.',
          ),
        ]
      : []),
    ...(untracked > 0
      ? [
          note(
            'untracked',
            `${count(untracked, 'untracked file or folder', 'untracked files or folders')} will be backed up and stay`,
          ),
        ]
      : []),
    ...(runningTurns > 0
      ? [
          confirm(
            'agent_running',
            `${count(runningTurns, 'agent works', 'agents work')} in these files right now`,
          ),
        ]
      : []),
  ]
}

/** For acts that take commits only. */
export const leftOutChecks = ({ state }: Facts, what: string): PreCheck[] =>
  state.uncommitted + state.untracked > 0
    ? [note('dirty', `${count(state.uncommitted + state.untracked, 'uncommitted file')} will not be ${what}`)]
    : []

/** A check of one repository out of its parts; stopped ones need nothing more. */
export const repositoryCheck = (
  { repository }: Facts,
  from: string,
  to: string,
  checks: readonly PreCheck[],
  rest: Partial<Pick<RepositoryCheck, 'commits' | 'files' | 'needed' | 'lease'>> = {},
): RepositoryCheck => ({
  repositoryId: repository.repositoryId,
  repository: repository.name,
  from,
  to,
  commits: 0,
  files: 0,
  needed: true,
  lease: null,
  checks: [...checks],
  ...rest,
})

export const stops = (checks: readonly PreCheck[]): boolean => checks.some(({ level }) => level === 'stop')

import type {
  GitAct,
  GitActCheck,
  GitActKind,
  MergeHow,
  MergeWhere,
  PullHow,
  RepositoryId,
  WorkspaceGit,
} from '../../../contracts/index.ts'

/** What a person has chosen in the dialog of a git act. */
export interface ActForm {
  pull: PullHow
  onto: string | null
  how: MergeHow
  where: MergeWhere
  target: string | null
  message: string
  /** Replace what the remote has, in these repositories, as long as it is at this commit. */
  leases: Extract<GitAct, { kind: 'push' }>['leases']
  /** Null: all repositories of the workspace. */
  repositoryId: RepositoryId | null
}

export const emptyForm: ActForm = {
  pull: 'ff',
  onto: null,
  how: 'squash',
  where: 'local',
  target: null,
  message: '',
  leases: [],
  repositoryId: null,
}

export function actOf(kind: GitActKind, form: ActForm): GitAct {
  switch (kind) {
    case 'fetch':
      return { kind }
    case 'push':
      return { kind, leases: form.leases }
    case 'pull':
      return { kind, how: form.pull }
    case 'rebase':
      return { kind, onto: form.onto }
    case 'merge':
      return {
        kind,
        target: form.target,
        how: form.how,
        where: form.where,
        message: form.message.trim() === '' ? null : form.message.trim(),
      }
    default:
      return kind satisfies never
  }
}

/** Words of the one button that acts. */
export const actWords: Readonly<Record<GitActKind, string>> = {
  fetch: 'Fetch',
  push: 'Push',
  pull: 'Pull',
  rebase: 'Rebase',
  merge: 'Merge',
}

/** The leases that a push would need, as offered by the last look. */
export const offeredLeases = ({
  repositories,
}: GitActCheck): { repositoryId: RepositoryId; expected: string; dropped: number; to: string }[] =>
  repositories.flatMap(({ repositoryId, lease, to }) => (lease ? [{ repositoryId, to, ...lease }] : []))

/** Commits to push and to pull of all repositories together, as far as is known without asking. */
export const aheadAndBehind = (git: WorkspaceGit): { ahead: number; behind: number } => ({
  ahead: git.repositories.reduce((sum, { tracking }) => sum + (tracking?.ahead ?? 0), 0),
  behind: git.repositories.reduce((sum, { tracking }) => sum + (tracking?.behind ?? 0), 0),
})

/** What is half done in a workspace: how many repositories and files wait. */
export function waitingConflicts(git: WorkspaceGit | undefined): { kind: string; files: number } | null {
  const half = git?.repositories.flatMap(({ operation }) => operation ?? []) ?? []
  const [first] = half
  return first ? { kind: first.kind, files: half.reduce((sum, { unmerged }) => sum + unmerged, 0) } : null
}

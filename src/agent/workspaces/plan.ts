import {
  Failure,
  type BranchPolicy,
  type ProjectId,
  type RepositoryId,
  type WorkspaceId,
  type WorkspaceRepository,
} from '../../contracts/index.ts'
import {
  checkBranchName,
  conflictingBranch,
  freeBranch,
  inspectRepository,
  readStartingPoint,
  type StartingPoint,
} from '../git/index.ts'
import type { WorkspaceDeps } from './deps.ts'
import { managedFolder } from './managed-folder.ts'
import { repositoryFolders } from './repository-folders.ts'

export interface CreateWorkspace {
  id: WorkspaceId
  projectId: ProjectId
  name: string
  branch: string
  branchPolicy: BranchPolicy
  prompt: string
  repositories: { repositoryId: RepositoryId; name: string; path: string; baseBranch: string | null }[]
}

/** Branches that creations under way are about to make, by repository path. */
export type ReservedBranches = Map<string, Set<string>>

export interface WorkspacePlan {
  folder: string
  branch: string
  repositories: WorkspaceRepository[]
  /** Gives the branch name free again. */
  release(): void
}

/**
 * Everything that can be refused before anything is made: repositories that cannot be used, bases that do not
 * exist, branch names that git refuses or that are taken. All repositories are looked at side by side, each with
 * few git calls, since the user waits.
 * Throws `not_a_repository`, `repository_not_found`, `forbidden`, `invalid_input`, `name_invalid`,
 * `branch_conflict`.
 */
export async function planWorkspace(
  deps: WorkspaceDeps,
  reserved: ReservedBranches,
  request: CreateWorkspace,
): Promise<WorkspacePlan> {
  const folder = managedFolder(deps.worktrees, request.id)
  const worktrees = repositoryFolders(
    folder,
    request.repositories.map(({ name }) => name),
  )
  const starts = await Promise.all(
    request.repositories.map((repository) => start(deps, repository, request.branch)),
  )
  // Nothing is awaited from here on: two creations at once cannot both take a name.
  const branch = chooseBranch(request, starts, reserved)
  for (const { path } of request.repositories)
    reserved.set(path, (reserved.get(path) ?? new Set<string>()).add(branch))
  return {
    folder,
    branch,
    repositories: request.repositories.map(({ repositoryId, name, path }, index) => ({
      repositoryId,
      name,
      source: path,
      worktree: worktrees[index] as string,
      branch,
      baseBranch: starts[index]?.baseBranch as string,
      baseCommit: starts[index]?.baseCommit as string,
      enabled: true,
      branchMade: true,
      aside: null,
    })),
    release() {
      for (const { path } of request.repositories) reserved.get(path)?.delete(branch)
    },
  }
}

async function start(
  { gitAt }: WorkspaceDeps,
  { name, path, baseBranch }: CreateWorkspace['repositories'][number],
  branch: string,
): Promise<StartingPoint> {
  try {
    const git = gitAt(path)
    const [found] = await Promise.all([
      readStartingPoint(git, name, baseBranch),
      checkBranchName(git, branch),
    ])
    return found
  } catch (error) {
    if (error instanceof Failure) throw error
    // Something is wrong with the repository itself: the full look says what.
    await inspectRepository(gitAt, path)
    throw error
  }
}

function chooseBranch(
  request: CreateWorkspace,
  starts: readonly StartingPoint[],
  reserved: ReservedBranches,
): string {
  const existing = request.repositories.map(({ path }, index) => [
    ...(starts[index]?.localBranches ?? []),
    ...(reserved.get(path) ?? []),
  ])
  const at = existing.findIndex((names) => conflictingBranch(names, request.branch) !== undefined)
  if (at < 0) return request.branch
  const suggestion = freeBranch(existing.flat(), request.branch)
  if (request.branchPolicy === 'suffix') return suggestion
  const repository = request.repositories[at]?.name
  const other = conflictingBranch(existing[at] ?? [], request.branch)
  throw new Failure(
    'branch_conflict',
    other === request.branch
      ? `Branch ${request.branch} exists in ${repository}`
      : `Branch ${other} in ${repository} is in the way of ${request.branch}`,
    { hint: `${suggestion} is free.`, details: { repository, branch: request.branch, suggestion } },
  )
}

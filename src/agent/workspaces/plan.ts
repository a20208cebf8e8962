import { join } from 'node:path'
import {
  Failure,
  type BranchPolicy,
  type ProjectId,
  type RepositoryId,
  type WorkspaceId,
  type WorkspaceRepository,
} from '../../contracts/index.ts'
import { conflictingBranch, freeBranch, inspectRepository, isValidBranch, localBranches, resolveCommit } from '../git/index.ts'
import type { WorkspaceDeps } from './deps.ts'
import { folderNames } from './managed-folder.ts'

export interface CreateWorkspace {
  id: WorkspaceId
  projectId: ProjectId
  name: string
  branch: string
  branchPolicy: BranchPolicy
  prompt: string
  repositories: { repositoryId: RepositoryId; name: string; path: string; baseBranch: string | null }[]
}

interface Looked {
  source: CreateWorkspace['repositories'][number]
  baseBranch: string
  baseCommit: string
  branches: string[]
}

/** Looks at one repository; refuses what no workspace can be made of. */
async function look(deps: WorkspaceDeps, source: Looked['source'], branch: string): Promise<Looked> {
  // A base branch given by name saves the full look, which only refusals and the default branch need.
  const baseBranch = source.baseBranch ?? (await inspectRepository(deps.gitAt, source.path)).defaultBranch
  try {
    const git = deps.gitAt(source.path)
    const [baseCommit, branches, valid] = await Promise.all([
      resolveCommit(git, baseBranch, source.name),
      localBranches(git),
      isValidBranch(git, branch),
    ])
    if (!valid)
      throw new Failure('name_invalid', `"${branch}" is not a branch name git accepts`, { details: { path: 'branch' } })
    return { source, baseBranch, baseCommit, branches }
  } catch (error) {
    // A folder that is gone or no repository says so better than the command that stumbled over it.
    await inspectRepository(deps.gitAt, source.path)
    throw error
  }
}

function conflict(looked: readonly Looked[], branch: string): Failure | null {
  for (const { source, branches } of looked) {
    const other = conflictingBranch(branches, branch)
    if (!other) continue
    const suggestion = freeBranch(looked.flatMap((entry) => entry.branches), branch)
    const what = other === branch ? `Branch ${branch} exists in ${source.name}` : `Branch ${other} in ${source.name} is in the way of ${branch}`
    return new Failure('branch_conflict', what, {
      hint: `Use ${suggestion} or pick another name.`,
      details: { repository: source.name, branch: other, suggestion },
    })
  }
  return null
}

/**
 * Decides everything a creation will do before anything is done: the branch's final name and each repository's
 * worktree folder and base commit. Throws what would make it fail.
 */
export async function planWorkspace(
  deps: WorkspaceDeps,
  request: CreateWorkspace,
): Promise<{ folder: string; branch: string; repositories: WorkspaceRepository[] }> {
  const looked = await Promise.all(request.repositories.map((source) => look(deps, source, request.branch)))
  const refused = conflict(looked, request.branch)
  if (refused && request.branchPolicy === 'unique') throw refused
  const branch = refused ? freeBranch(looked.flatMap((entry) => entry.branches), request.branch) : request.branch
  const folder = join(deps.root, request.id)
  const names = folderNames(looked.map(({ source }) => source.name))
  return {
    folder,
    branch,
    repositories: looked.map(({ source, baseBranch, baseCommit }, index) => ({
      repositoryId: source.repositoryId,
      name: source.name,
      source: source.path,
      worktree: join(folder, names[index] as string),
      branch,
      baseBranch,
      baseCommit,
    })),
  }
}

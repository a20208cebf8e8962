import { realpathSync } from 'node:fs'
import { basename, join, sep } from 'node:path'
import { Failure, type Workspace } from '../../contracts/index.ts'

/** What says where the agents of a workspace work. */
export type WorkspaceRoot = Pick<Workspace, 'folder'> & {
  repositories: readonly Pick<Workspace['repositories'][number], 'repositoryId' | 'worktree' | 'enabled'>[]
} & Pick<Workspace, 'activeRepositoryId' | 'workingDirectory'>

const enabledOf = ({ repositories }: WorkspaceRoot): WorkspaceRoot['repositories'] =>
  repositories.filter(({ enabled }) => enabled)

/**
 * Where agents start before a folder below it is chosen: the active repository's worktree, the only one, or the
 * folder that holds them all. That one only while all are enabled: it would show the others as well.
 */
export function startingFolder(root: WorkspaceRoot): string {
  const enabled = enabledOf(root)
  const active = enabled.find(({ repositoryId }) => repositoryId === root.activeRepositoryId)
  const [first] = enabled
  if (active ?? (first && (enabled.length === 1 || enabled.length < root.repositories.length)))
    return (active ?? first)?.worktree ?? root.folder
  return root.folder
}

/** The folder an agent is started in. */
export const workingFolder = (root: WorkspaceRoot): string =>
  join(startingFolder(root), root.workingDirectory)

/** Enabled worktrees that the working folder does not hold: an agent is told of them beside it. */
export function additionalFolders(root: WorkspaceRoot): string[] {
  const start = startingFolder(root)
  if (start === root.folder)
    return root.workingDirectory === '' ? [] : enabledOf(root).map((one) => one.worktree)
  return enabledOf(root).flatMap(({ worktree }) => (worktree === start ? [] : worktree))
}

/** Names of the folders in the workspace's own that agents are not given. */
export const hiddenFolders = ({ repositories }: WorkspaceRoot): string[] =>
  repositories.flatMap(({ enabled, worktree }) => (enabled ? [] : basename(worktree)))

/** The enabled repository's worktree; null when agents do not get it. */
export const agentWorktree = (root: WorkspaceRoot, id: string): string | null =>
  enabledOf(root).find(({ repositoryId }) => repositoryId === id)?.worktree ?? null

/** Whether `path` really lies inside `folder`, links followed. */
function liesInside(folder: string, path: string): boolean {
  try {
    const [outer, inner] = [realpathSync(folder), realpathSync(join(folder, path))]
    return inner === outer || inner.startsWith(outer + sep)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return false
    throw error
  }
}

/** Refuses a working folder that is gone or was turned into a way out. Throws `worktree_failed`. */
export function assertWorkingFolder(root: WorkspaceRoot): void {
  if (root.workingDirectory === '' || liesInside(startingFolder(root), root.workingDirectory)) return
  throw new Failure('worktree_failed', `The working directory ${root.workingDirectory} is gone`, {
    hint: 'Choose another in the repository panel of the workspace.',
    details: { path: root.workingDirectory },
  })
}

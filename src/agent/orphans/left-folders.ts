import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure, WorkspaceId, type Orphan } from '../../contracts/index.ts'
import { countUncommitted, ownerOf, type GitAt } from '../git/index.ts'
import type { AgentStore } from '../store/index.ts'
import { assertManaged, markerName } from '../workspaces/index.ts'

export type LeftFolder = Extract<Orphan, { kind: 'folder' }>

interface Deps {
  store: AgentStore
  gitAt: GitAt
  worktrees: string
}

/** Entries of the managed root that no workspace owns. A folder counts as owned until its workspace is deleted. */
export async function leftFolders(deps: Deps): Promise<LeftFolder[]> {
  const owned = new Set<string>(deps.store.workspaces.list().map(({ id }) => id))
  const found = await entriesOf(deps.worktrees)
  return Promise.all(found.filter((name) => !owned.has(name)).map((name) => describe(deps, name)))
}

async function describe(deps: Deps, name: string): Promise<LeftFolder> {
  const path = join(deps.worktrees, name)
  const inside = (await entriesOf(path)).filter((entry) => entry !== markerName)
  const worktrees = await Promise.all(
    inside.map(async (entry) =>
      (await isThere(join(path, entry, '.git'))) ? worktreeAt(deps, join(path, entry)) : null,
    ),
  )
  const whole = worktrees.filter((worktree) => worktree !== null)
  return {
    kind: 'folder',
    id: `folder:${name}`,
    path,
    changedAt: Math.floor((await lstat(path)).mtimeMs),
    worktrees: whole,
    otherFiles: inside.length - whole.length,
    refused: await refusal(deps, name, whole),
  }
}

async function worktreeAt({ gitAt }: Deps, path: string): Promise<LeftFolder['worktrees'][number]> {
  const git = gitAt(path)
  try {
    return { path, ...(await ownerOf(git)), uncommittedFiles: await countUncommitted(git) }
  } catch {
    // Its repository was moved or deleted: git cannot say more, and the user is told so.
    return { path, source: null, branch: null, uncommittedFiles: null }
  }
}

async function refusal(deps: Deps, name: string, worktrees: LeftFolder['worktrees']): Promise<string | null> {
  const id = WorkspaceId.safeParse(name)
  if (!id.success) return 'Switchyard did not make it'
  try {
    if (!(await assertManaged(deps.worktrees, id.data))) return 'it is gone'
  } catch (error) {
    if (error instanceof Failure) return error.message
    throw error
  }
  const lost = worktrees.find(({ source }) => source === null)
  return lost ? `the repository of ${lost.path} is gone, so its work could not be kept` : null
}

async function entriesOf(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).toSorted()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return []
    throw error
  }
}

const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  )

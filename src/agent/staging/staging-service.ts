import type { Clock } from '../../base/index.ts'
import {
  Failure,
  type Backup,
  type ChosenChanges,
  type ChosenFile,
  type DiscardUndo,
  type Discarded,
  type ShownSides,
  type Staged,
  type Workspace,
  type WorkspaceId,
  type WorkspaceRepository,
} from '../../contracts/index.ts'
import {
  assertAtRest,
  backupWorktree,
  type GitAt,
  type GitRunner,
  type RepositoryLocks,
} from '../git/index.ts'
import type { AgentStore } from '../store/index.ts'
import { assertReadable } from '../workspaces/index.ts'
import { checkPath } from './contents.ts'
import { discardPart, stagePart, unstagePart, type PartResult } from './part-of-file.ts'
import { restoreDiscarded } from './restore-discarded.ts'
import { discardWhole, expanded, known, namesOf, refuseSubmodules } from './whole-files.ts'
import { indexEntries, worktreeId, writeIndex, writeWorktree, type Wanted } from './write-files.ts'

interface Deps {
  store: AgentStore
  gitAt: GitAt
  locks: RepositoryLocks
  clock: Clock
  /** The workspace whatever its state; throws `workspace_not_found`. */
  workspace(id: WorkspaceId): Workspace
}

interface Place {
  git: GitRunner
  repository: WorkspaceRepository
}

/** Staging, unstaging and discarding by file, hunk and line. */
export class StagingService {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Throws `file_changed`, `merge_conflict`, `invalid_input`. */
  stage(request: ChosenChanges): Promise<Staged> {
    return this.#locked(request, async ({ git }) => {
      const { whole, parts } = split(request)
      await this.#writeParts(git, parts, request.shown, stagePart)
      if (whole.length > 0)
        await git(['--literal-pathspecs', 'add', '--all', '--', ...(await known(git, whole))])
      return { files: request.files.map(({ path }) => path) }
    })
  }

  /** As `stage`; the worktree stays as it is. */
  unstage(request: ChosenChanges): Promise<Staged> {
    return this.#locked(request, async ({ git }) => {
      const { whole, parts } = split(request)
      await this.#writeParts(git, parts, request.shown, unstagePart)
      if (whole.length > 0)
        await git(['--literal-pathspecs', 'reset', '--quiet', '--', ...whole.flatMap(namesOf)])
      return { files: request.files.map(({ path }) => path) }
    })
  }

  /**
   * Makes files or lines what HEAD has, in the worktree and the index, after everything uncommitted was kept in a
   * backup ref. Throws as `stage`, and `worktree_failed` while git has something half done.
   */
  discard(request: ChosenChanges): Promise<Discarded> {
    return this.#locked(request, async (place) => {
      const { git, repository } = place
      await assertAtRest(git, repository)
      const { whole, parts } = split(request)
      const names = await expanded(git, whole)
      await refuseSubmodules(git, names)
      const paths = [...new Set([...names, ...parts.map(({ path }) => path)])]
      const before = await indexEntries(git, paths)
      const seen = await worktreeIds(git, parts)
      const results = await readParts(git, parts, request.shown, discardPart)
      const backup = await backupWorktree(git, repository, request.workspaceId, this.#deps.clock.now())
      if (backup) this.#tell(request.workspaceId, backup)
      // Written to since the lines were found: that is not in the result.
      for (const [path, id] of seen) if ((await worktreeId(git, path)) !== id) throw changedMeanwhile(path)
      await discardWhole(git, names)
      await writeWorktree(git, wanted(results, 'worktree'))
      await writeIndex((args, input) => git(args, { input }), wanted(results, 'index'))
      if (!backup) return { files: paths, backup: null, undo: null }
      const undo = await undoOf(git, request, backup, before)
      return { files: paths, backup, undo }
    })
  }

  /** Takes a discard back. Throws `file_changed` when one of the files was changed since: nothing is done then. */
  undoDiscard(undo: DiscardUndo): Promise<Staged> {
    return this.#locked(undo, ({ git }) => restoreDiscarded(git, undo))
  }

  async #writeParts(
    git: GitRunner,
    parts: readonly ChosenFile[],
    shown: ShownSides | null,
    act: (git: GitRunner, file: ChosenFile, sides: ShownSides) => Promise<PartResult>,
  ): Promise<void> {
    const results = await readParts(git, parts, shown, act)
    await writeIndex((args, input) => git(args, { input }), wanted(results, 'index'))
  }

  #locked<Result>(
    {
      workspaceId,
      repositoryId,
      files,
    }: Pick<ChosenChanges, 'workspaceId' | 'repositoryId'> & {
      files: readonly { path: string; oldPath?: string | null }[]
    },
    work: (place: Place) => Promise<Result>,
  ): Promise<Result> {
    const { gitAt, locks } = this.#deps
    const workspace = this.#deps.workspace(workspaceId)
    assertReadable(workspace)
    for (const { path, oldPath } of files) for (const name of [path, oldPath ?? path]) checkPath(name)
    const repository = workspace.repositories.find((each) => each.repositoryId === repositoryId)
    if (!repository)
      throw new Failure(
        'repository_not_found',
        `Workspace "${workspace.name}" has no repository ${repositoryId}`,
      )
    const { source, branch, worktree } = repository
    return locks.withRef(source, branch, () => work({ git: gitAt(worktree), repository }))
  }

  #tell(workspaceId: WorkspaceId, backup: Backup): void {
    const { store, clock } = this.#deps
    store.change(({ tell, note }) => {
      tell({ type: 'backup', entity: { ...backup, workspaceId, createdAt: clock.now() } })
      note(workspaceId, {
        level: 'info',
        type: 'workspace.backup',
        message: `The work in ${backup.repository} was kept as ${backup.ref} before changes were discarded. Get it back with: ${backup.restore}`,
        details: { ...backup },
      })
    })
  }
}

const split = ({ files }: ChosenChanges): { whole: ChosenFile[]; parts: ChosenFile[] } => ({
  whole: files.filter(({ hunks }) => hunks === null),
  parts: files.filter(({ hunks }) => hunks !== null),
})

async function readParts(
  git: GitRunner,
  parts: readonly ChosenFile[],
  shown: ShownSides | null,
  act: (git: GitRunner, file: ChosenFile, sides: ShownSides) => Promise<PartResult>,
): Promise<{ file: ChosenFile; result: PartResult }[]> {
  if (parts.length > 0 && !shown)
    throw new Failure('invalid_input', 'shown: hunks are of a comparison, which is not named', {
      details: { path: 'shown' },
    })
  const results: { file: ChosenFile; result: PartResult }[] = []
  // One after the other: all of them before anything is written.
  for (const file of parts) results.push({ file, result: await act(git, file, shown as ShownSides) })
  return results
}

function wanted(
  results: readonly { file: ChosenFile; result: PartResult }[],
  where: 'index' | 'worktree',
): Wanted {
  const entries: Map<string, { mode: string; oid: string } | null> = new Map()
  for (const { file, result } of results) {
    const content = result[where]
    if (content !== undefined) entries.set(file.path, content)
    if (where === 'index' && result.leave !== null) entries.set(result.leave, null)
  }
  return entries
}

const worktreeIds = async (
  git: GitRunner,
  parts: readonly ChosenFile[],
): Promise<Map<string, string | null>> => {
  const ids = new Map<string, string | null>()
  for (const { path } of parts) ids.set(path, await worktreeId(git, path))
  return ids
}

async function undoOf(
  git: GitRunner,
  { workspaceId, repositoryId }: ChosenChanges,
  backup: Backup,
  before: ReadonlyMap<string, { mode: string; oid: string } | null>,
): Promise<DiscardUndo> {
  const paths = [...before.keys()]
  const after = await indexEntries(git, paths)
  const files: DiscardUndo['files'] = []
  for (const path of paths)
    files.push({
      path,
      index: before.get(path) ?? null,
      left: { index: after.get(path) ?? null, worktree: await worktreeId(git, path) },
    })
  return { workspaceId, repositoryId, ref: backup.ref, files }
}

const changedMeanwhile = (path: string): Failure =>
  new Failure('file_changed', `${path} was written to meanwhile`, {
    hint: 'Look at it again, then choose. Nothing was discarded.',
    details: { path },
  })

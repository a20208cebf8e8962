import type { Clock } from '../../base/index.ts'
import {
  Failure,
  type Backup,
  type FileContent,
  type FileDeleted,
  type FilePlace,
  type FileRestore,
  type FileRestored,
  type FileSave,
  type FileSaved,
  type FileStamp,
  type FolderContents,
  type Limits,
  type RepositoryId,
  type Workspace,
  type WorkspaceId,
  type WorkspaceRepository,
  type WorktreeStatus,
} from '../../contracts/index.ts'
import type { FindOptions, Place } from '../confine/index.ts'
import { keepFiles, keptFiles, worktreeStatus, type FileToKeep, type GitAt } from '../git/index.ts'
import type { AgentStore } from '../store/index.ts'
import { assertReadable } from '../workspaces/index.ts'
import { collect, removeCollected } from './collect.ts'
import { listFolder } from './list-folder.ts'
import { createPlace, movePlace, putBack } from './move-file.ts'
import { readPlace } from './read-file.ts'
import { savePlace } from './save-file.ts'
import { assertName, atPath, realPathOf } from './worktree-path.ts'

interface Deps {
  store: AgentStore
  gitAt: GitAt
  clock: Clock
  limits: () => Limits
  /** The workspace whatever its state; throws `workspace_not_found`. */
  workspace(id: WorkspaceId): Workspace
  /** Asked before the user changes what is at a real path; throws when it may not be changed now. */
  beforeWrite?(workspaceId: WorkspaceId, realPath: string): Promise<void> | void
}

type Of<Input> = Input & { workspaceId: WorkspaceId }

/** Looking at the files of a workspace and changing them, for the user: `files.*` of the agent contract. */
export class WorktreeFiles {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  list({ workspaceId, repositoryId, path }: Of<FilePlace>): Promise<FolderContents> {
    const repository = this.#repository(workspaceId, repositoryId)
    const { gitAt, limits } = this.#deps
    return listFolder(gitAt(repository.worktree), repository, path, limits().folderEntries)
  }

  status(input: Of<{ repositoryId: RepositoryId }>): Promise<WorktreeStatus> {
    const { worktree } = this.#repository(input.workspaceId, input.repositoryId)
    return worktreeStatus(this.#deps.gitAt(worktree), this.#deps.limits().diffFiles)
  }

  read(input: Of<FilePlace & { known: FileStamp | null }>): Promise<FileContent> {
    const repository = this.#repository(input.workspaceId, input.repositoryId)
    const { editedFileBytes: edited, shownFileBytes: shown } = this.#deps.limits()
    return atPath(repository, input.path, {}, (place) =>
      readPlace(place, input.path, input.known, { edited, shown }),
    )
  }

  save(input: Of<FileSave>): Promise<FileSaved> {
    const { workspaceId, path } = input
    const repository = this.#repository(workspaceId, input.repositoryId)
    return this.#write(workspaceId, repository, path, {}, async (place) => {
      let backup: Backup | null = null
      const saved = await savePlace(
        place,
        input,
        this.#deps.limits().editedFileBytes,
        async (bytes, mode) => {
          const files = [{ path, bytes, mode }]
          backup = await this.#keep(workspaceId, repository, path, { verb: 'Overwritten', files })
        },
      )
      return { ...saved, backup }
    })
  }

  create(input: Of<FilePlace & { kind: 'file' | 'folder' }>): Promise<FilePlace> {
    const { workspaceId, repositoryId, path } = input
    assertName(path)
    const repository = this.#repository(workspaceId, repositoryId)
    const options = { create: true, keepLastLink: true }
    return this.#write(workspaceId, repository, path, options, async (place) => {
      await createPlace(place, input.kind)
      return { repositoryId, path }
    })
  }

  move(input: Of<FilePlace & { to: string }>): Promise<FilePlace> {
    const { workspaceId, repositoryId, path, to } = input
    assertName(to)
    const repository = this.#repository(workspaceId, repositoryId)
    const target = { create: true, keepLastLink: true }
    return this.#write(workspaceId, repository, path, { keepLastLink: true }, async (from) => {
      return this.#write(workspaceId, repository, to, target, async (there) => {
        await movePlace(from, there, to)
        return { repositoryId, path: to }
      })
    })
  }

  /** Keeps what is deleted in a backup first. */
  delete({ workspaceId, repositoryId, path }: Of<FilePlace>): Promise<FileDeleted> {
    const repository = this.#repository(workspaceId, repositoryId)
    return this.#write(workspaceId, repository, path, { keepLastLink: true }, async (place) => {
      const found = await collect(place, path, this.#deps.limits().deletedBytes)
      const { kind, files } = found
      const backup =
        files.length > 0 ? await this.#keep(workspaceId, repository, path, { verb: 'Deleted', files }) : null
      await removeCollected(place, path, found)
      return { path, kind, files: files.length, backup }
    })
  }

  /** Puts back what is kept of `path` in a backup of this workspace, as long as nothing has taken its place. */
  async restore({ workspaceId, repositoryId, path, ref }: Of<FileRestore>): Promise<FileRestored> {
    const repository = this.#repository(workspaceId, repositoryId)
    if (!ref.startsWith(`refs/switchyard/backup/${workspaceId}/`))
      throw new Failure('forbidden', `${ref} is no backup of this workspace`)
    const git = this.#deps.gitAt(repository.worktree)
    let files = 0
    for await (const file of keptFiles(git, ref, path)) {
      const options = { create: true, keepLastLink: true }
      await this.#write(workspaceId, repository, file.path, options, (place) => putBack(place, file))
      files++
    }
    if (files === 0) throw new Failure('file_not_found', `The backup ${ref} holds nothing of ${path}`)
    return { files }
  }

  /** Every change of the user's goes through here. */
  #write<Result>(
    workspaceId: WorkspaceId,
    repository: WorkspaceRepository,
    path: string,
    options: Partial<Omit<FindOptions, 'isProtected'>>,
    act: (place: Place) => Promise<Result>,
  ): Promise<Result> {
    return atPath(repository, path, options, async (place) => {
      await this.#deps.beforeWrite?.(workspaceId, await realPathOf(place.folder, place.name))
      return act(place)
    })
  }

  async #keep(
    workspaceId: WorkspaceId,
    repository: WorkspaceRepository,
    path: string,
    { verb, files }: { verb: 'Deleted' | 'Overwritten'; files: FileToKeep[] },
  ): Promise<Backup> {
    const { gitAt, clock, store } = this.#deps
    const title = `${verb}: ${path} in workspace ${workspaceId}`
    const now = clock.now()
    const git = gitAt(repository.worktree)
    const backup = await keepFiles(git, repository, { workspaceId, now, path, title, files })
    store.change(({ note }) =>
      note(workspaceId, {
        level: 'info',
        type: 'workspace.file_kept',
        message: `${verb} ${path} of ${repository.name}; it is kept in ${backup.ref}`,
        details: { path, ref: backup.ref, restore: backup.restore },
      }),
    )
    return backup
  }

  #repository(workspaceId: WorkspaceId, id: RepositoryId): WorkspaceRepository {
    const workspace = this.#deps.workspace(workspaceId)
    assertReadable(workspace)
    const found = workspace.repositories.find(({ repositoryId }) => repositoryId === id)
    if (found) return found
    throw new Failure('repository_not_found', `Workspace "${workspace.name}" has no repository ${id}`)
  }
}

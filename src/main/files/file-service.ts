import {
  toFailure,
  type FileContent,
  type FileDeleted,
  type FilePlace,
  type FileQuery,
  type FileRestore,
  type FileRestored,
  type FileSave,
  type FileSaved,
  type FileStamp,
  type FolderContents,
  type FoundFiles,
  type GrepBatch,
  type GrepQuery,
  type RepositoryId,
  type WorkspaceId,
  type WorktreeStatus,
} from '../../contracts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { AgentClient } from '../nodes/index.ts'
import type { WorkspaceService } from '../workspaces/index.ts'

interface Deps {
  audit: Audit
  workspaces: WorkspaceService
}

type Call<Result> = (client: AgentClient, workspaceId: WorkspaceId) => Promise<Result>

/** The files of a workspace, asked of the node that holds its worktrees. Changing them is audited. */
export class FileService {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  search(reference: string, query: FileQuery): Promise<FoundFiles> {
    return this.#ask(reference, (client, workspaceId) => client.files.search({ workspaceId, ...query }))
  }

  async *grep(reference: string, query: GrepQuery, signal?: AbortSignal): AsyncGenerator<GrepBatch> {
    const found = await this.#ask(reference, (client, workspaceId) =>
      client.files.grep({ workspaceId, ...query }, signal ? { signal } : {}),
    )
    try {
      yield* found
    } catch (error) {
      throw toFailure(error)
    }
  }

  list(reference: string, place: FilePlace): Promise<FolderContents> {
    return this.#ask(reference, (client, workspaceId) => client.files.list({ workspaceId, ...place }))
  }

  status(reference: string, repositoryId: RepositoryId): Promise<WorktreeStatus> {
    return this.#ask(reference, (client, workspaceId) => client.files.status({ workspaceId, repositoryId }))
  }

  read(reference: string, input: FilePlace & { known: FileStamp | null }): Promise<FileContent> {
    return this.#ask(reference, (client, workspaceId) => client.files.read({ workspaceId, ...input }))
  }

  save(reference: string, save: FileSave): Promise<FileSaved> {
    return this.#act('save', reference, (client, workspaceId) => client.files.save({ workspaceId, ...save }))
  }

  create(reference: string, entry: FilePlace & { kind: 'file' | 'folder' }): Promise<FilePlace> {
    return this.#act('create', reference, (client, workspaceId) =>
      client.files.create({ workspaceId, ...entry }),
    )
  }

  move(reference: string, move: FilePlace & { to: string }): Promise<FilePlace> {
    return this.#act('move', reference, (client, workspaceId) => client.files.move({ workspaceId, ...move }))
  }

  delete(reference: string, place: FilePlace): Promise<FileDeleted> {
    return this.#act('delete', reference, (client, workspaceId) =>
      client.files.delete({ workspaceId, ...place }),
    )
  }

  restore(reference: string, kept: FileRestore): Promise<FileRestored> {
    return this.#act('restore', reference, (client, workspaceId) =>
      client.files.restore({ workspaceId, ...kept }),
    )
  }

  #ask<Result>(reference: string, call: Call<Result>): Promise<Result> {
    const workspace = this.#deps.workspaces.find(reference)
    return this.#deps.workspaces.link(workspace).call((client) => call(client, workspace.id))
  }

  #act<Result>(act: string, reference: string, call: Call<Result>): Promise<Result> {
    const { id, nodeId } = this.#deps.workspaces.find(reference)
    return this.#deps.audit.record({ what: `files.${act}`, nodeId, target: id }, () => this.#ask(id, call))
  }
}

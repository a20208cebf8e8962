import type { FileQuery, FoundFiles } from '../../contracts/index.ts'
import type { WorkspaceService } from '../workspaces/index.ts'

/** The files of a workspace, asked of the node that holds its worktrees. */
export class FileService {
  readonly #workspaces: WorkspaceService

  constructor(workspaces: WorkspaceService) {
    this.#workspaces = workspaces
  }

  search(reference: string, query: FileQuery): Promise<FoundFiles> {
    const workspace = this.#workspaces.find(reference)
    return this.#workspaces
      .link(workspace)
      .call((client) => client.files.search({ workspaceId: workspace.id, ...query }))
  }
}

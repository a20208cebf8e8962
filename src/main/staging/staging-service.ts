import type {
  ChosenChanges,
  CommitEvent,
  CommitHow,
  CommitOutlook,
  Discarded,
  DiscardUndo,
  RepositoryId,
  SessionId,
  Staged,
} from '../../contracts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { AgentClient } from '../nodes/index.ts'
import type { Store } from '../store/index.ts'
import type { WorkspaceService } from '../workspaces/index.ts'
import { proposeMessage } from './propose-message.ts'
import { wordsOfTurn } from './words-of-turn.ts'

interface Deps {
  store: Store
  audit: Audit
  workspaces: WorkspaceService
}

type Commit = CommitHow & { workspace: string; repositoryId?: RepositoryId | undefined }

/** Acting on changes: asked of the node that holds the worktrees, and audited. */
export class StagingService {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  stage(request: ChosenChanges): Promise<Staged> {
    return this.#act('staging.stage', request.workspaceId, (client) => client.staging.stage(request))
  }

  unstage(request: ChosenChanges): Promise<Staged> {
    return this.#act('staging.unstage', request.workspaceId, (client) => client.staging.unstage(request))
  }

  discard(request: ChosenChanges): Promise<Discarded> {
    return this.#act('staging.discard', request.workspaceId, (client) => client.staging.discard(request))
  }

  undoDiscard(request: DiscardUndo): Promise<Staged> {
    return this.#act('staging.undoDiscard', request.workspaceId, (client) =>
      client.staging.undoDiscard(request),
    )
  }

  outlook(reference: string): Promise<CommitOutlook[]> {
    const workspace = this.#deps.workspaces.find(reference)
    return this.#deps.workspaces
      .link(workspace)
      .call((client) => client.staging.outlook({ workspaceId: workspace.id }))
  }

  /** Output and result as they come; the audit entry is settled when it is over. */
  async *commit(
    { workspace: reference, repositoryId, ...how }: Commit,
    signal?: AbortSignal,
  ): AsyncGenerator<CommitEvent, void, void> {
    const { workspaces, audit } = this.#deps
    const workspace = workspaces.find(reference)
    const request = { ...how, workspaceId: workspace.id, repositoryId: repositoryId ?? null }
    const events = await workspaces
      .link(workspace)
      .call((client) => client.staging.commit(request, signal ? { signal } : {}))
    const act = {
      what: how.amend ? 'git.amend' : 'git.commit',
      nodeId: workspace.nodeId,
      target: workspace.id,
    }
    let settle: (error?: unknown) => void = () => undefined
    const over = new Promise<void>((resolve, reject) => {
      settle = (error) => (error === undefined ? resolve() : reject(error))
    })
    const recorded = audit.record(act, () => over)
    try {
      for await (const event of events) yield event
      settle()
    } catch (error) {
      settle(error)
      throw error
    } finally {
      settle()
      await recorded.catch(() => undefined)
    }
  }

  /** A message for a commit of a workspace's changes, in one repository or in all. */
  async proposeMessage(request: {
    workspace: string
    repositoryId?: RepositoryId | undefined
    sessionId?: SessionId | undefined
  }): Promise<{ message: string }> {
    const workspace = this.#deps.workspaces.find(request.workspace)
    const outlooks = (await this.outlook(workspace.id)).filter(
      ({ repositoryId }) => !request.repositoryId || repositoryId === request.repositoryId,
    )
    const staged = outlooks.flatMap((outlook) => outlook.staged)
    const files = staged.length > 0 ? staged : outlooks.flatMap(({ unstaged }) => unstaged)
    const words = wordsOfTurn(this.#deps.store, workspace, request.sessionId)
    return {
      message: proposeMessage({ ...words, files, subjects: outlooks.flatMap((each) => each.subjects) }),
    }
  }

  #act<Result>(
    what: string,
    workspaceId: ChosenChanges['workspaceId'],
    work: (client: AgentClient) => Promise<Result>,
  ): Promise<Result> {
    const { workspaces, audit } = this.#deps
    const workspace = workspaces.find(workspaceId)
    return audit.record({ what, nodeId: workspace.nodeId, target: workspaceId }, () =>
      workspaces.link(workspace).call(work),
    )
  }
}

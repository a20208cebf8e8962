import type { Clock, NewId } from '../../base/index.ts'
import {
  Failure,
  type Approve,
  type Attachment,
  type FileDiff,
  type Limits,
  type PromptContent,
  type RepositoryDiff,
  type RepositoryId,
  type SessionId,
  type SessionView,
  type Turn,
  type TurnId,
  type TurnUndone,
  type WorkspaceId,
} from '../../contracts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { AgentClient } from '../nodes/index.ts'
import { reserveId, type Store } from '../store/index.ts'
import type { WorkspaceService } from '../workspaces/index.ts'
import { checkPromptSize } from './prompt-size.ts'

interface Deps {
  store: Store
  audit: Audit
  workspaces: WorkspaceService
  clock: Clock
  newId: NewId
  limits: Limits
}

export interface OfTurn {
  sessionId: SessionId
  turnId: TurnId
}

export interface Retry extends OfTurn {
  text?: string | undefined
  attachments?: Attachment[] | undefined
  approve: Approve
  restore: boolean
  idempotencyKey?: string | undefined
}

type Target = OfTurn & { workspaceId: WorkspaceId }

/** What a turn changed, taking it back, and the branches of a conversation. */
export class TurnService {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  diff(of: OfTurn): Promise<RepositoryDiff[]> {
    return this.#look(of, (client, target) => client.turn.diff(target))
  }

  file(of: OfTurn & { repositoryId: RepositoryId; path: string }): Promise<FileDiff> {
    const { repositoryId, path } = of
    return this.#look(of, (client, target) => client.turn.file({ ...target, repositoryId, path }))
  }

  undo(of: OfTurn): Promise<TurnUndone> {
    return this.#act('turn.undo', of, (client, target) => client.turn.undo(target))
  }

  /** With the key of an earlier retry it returns that one's turn. Throws `turn_not_found`. */
  async retry({ idempotencyKey, approve, restore, ...given }: Retry): Promise<Turn> {
    const { store, clock, newId, limits } = this.#deps
    const content = this.#content(given)
    checkPromptSize(content.text, limits)
    return this.#act('turn.retry', given, async (client, target) => {
      const operation = `turn.retry ${given.turnId}`
      const request = { operation, key: idempotencyKey, at: clock.now() }
      const newTurnId = reserveId(store, request, () => newId('turn'))
      return client.turn.retry({ ...target, newTurnId, content, approve, restore })
    })
  }

  async goTo(of: OfTurn): Promise<SessionView> {
    const session = await this.#act('turn.goTo', of, (client, target) => client.turn.goTo(target))
    return this.#deps.store.read.sessions.get(session.id) ?? { ...session, unseen: false }
  }

  /** What the turn's user said, unless something else is to be said. */
  #content({ turnId, text, attachments }: Pick<Retry, 'turnId' | 'text' | 'attachments'>): PromptContent {
    const said = this.#deps.store.read.items
      .ofTurn(turnId)
      .find((item) => item.kind === 'message' && item.role === 'user')
    if (said?.kind !== 'message')
      throw new Failure('turn_not_found', `There is no turn ${turnId} that could be sent again`)
    if (text === undefined && said.truncated)
      throw new Failure('invalid_input', 'The message of this turn was cut when it was kept', {
        hint: 'Edit the message instead.',
        details: { path: 'text' },
      })
    return { text: text ?? said.content, attachments: attachments ?? said.attachments }
  }

  #target({ sessionId, turnId }: OfTurn): Target {
    const session = this.#deps.store.read.sessions.get(sessionId)
    if (!session) throw new Failure('session_not_found', `There is no session ${sessionId}`)
    return { workspaceId: session.workspaceId, sessionId, turnId }
  }

  #look<Result>(of: OfTurn, work: (client: AgentClient, target: Target) => Promise<Result>): Promise<Result> {
    const target = this.#target(of)
    const { workspaces } = this.#deps
    return workspaces.link(workspaces.find(target.workspaceId)).call((client) => work(client, target))
  }

  #act<Entity>(
    what: string,
    of: OfTurn,
    work: (client: AgentClient, target: Target) => Promise<{ entity: Entity; journalSeq: number }>,
  ): Promise<Entity> {
    const target = this.#target(of)
    const { audit, workspaces } = this.#deps
    const workspace = workspaces.find(target.workspaceId)
    return audit.record({ what, nodeId: workspace.nodeId, target: target.turnId }, () =>
      workspaces.link(workspace).command((client) => work(client, target)),
    )
  }
}

import {
  Failure,
  type AgentConversations,
  type AgentProfile,
  type Question,
  type QuestionAction,
  type QuestionAnswer,
  type QuestionId,
  type Session,
  type SessionId,
  type WorkspaceId,
} from '../../contracts/index.ts'
import type { AgentHost as Host, SignInProgram } from '../hosts.ts'
import type { AttachmentFiles, NewAttachment } from './attachment-files.ts'
import type { SessionHostDeps } from './deps.ts'
import { checkAlive, runningWorkspace } from './guards.ts'
import { listConversations, type ListDeps } from './list-conversations.ts'
import type { LiveSession } from './live-session.ts'
import type { SessionRecords } from './session-records.ts'

interface InSession {
  workspaceId: WorkspaceId
  sessionId: SessionId
}

interface AgentHostDeps extends ListDeps, Pick<SessionHostDeps, 'attachments'> {
  records: SessionRecords
  live(session: Session): LiveSession
}

/**
 * What concerns a session's agent beside its turns: signing in, starting it again, answering its questions, the
 * images of its prompts. All throw `session_not_found` for a session of another workspace.
 */
export class AgentHost implements Host {
  readonly #deps: AgentHostDeps

  constructor(deps: AgentHostDeps) {
    this.#deps = deps
  }

  /** Throws `session_not_running`, `invalid_input` (no such method), `agent_failed`, `auth_required`. */
  async authenticate(input: InSession & { methodId: string }): Promise<Session> {
    const session = this.#alive(input)
    const { program } = method(session, input.methodId)
    if (program !== null)
      throw new Failure('invalid_input', `methodId: ${input.methodId} signs in in a terminal`, {
        hint: 'Open its terminal.',
        details: { path: 'methodId' },
      })
    return this.#deps.live(session).authenticate(input.methodId)
  }

  /** The program in which the user signs in. Throws `session_not_running`, `invalid_input`. */
  async signInProgram(input: InSession & { methodId: string }): Promise<SignInProgram> {
    const session = this.#alive(input)
    const { name, program } = method(session, input.methodId)
    if (program === null)
      throw new Failure('invalid_input', `methodId: ${input.methodId} needs no terminal`, {
        details: { path: 'methodId' },
      })
    const { profile } = this.#deps.records.row(session.id)
    const own = await this.#deps.profileCommand(profile)
    const env = { ...own.env, ...profile.env, ...program.env }
    return program.command === null
      ? { title: name, command: own.command, args: [...own.args, ...program.args], env }
      : { title: name, command: program.command, args: program.args, env }
  }

  /** Throws `session_not_running`, `agent_failed`, `agent_unavailable`. */
  restart({ profile, ...input }: InSession & { profile?: AgentProfile | null }): Promise<Session> {
    const session = this.#alive(input)
    if (profile) this.#deps.store.change(() => this.#deps.store.sessions.putProfile(session.id, profile))
    return this.#deps.live(session).restart()
  }

  /** Throws `workspace_not_running`, `agent_unavailable`, `agent_failed`, `auth_required`. */
  async conversations(input: {
    workspaceId: WorkspaceId
    profile: AgentProfile
  }): Promise<AgentConversations> {
    runningWorkspace(this.#deps.store, input.workspaceId)
    return listConversations(this.#deps, input)
  }

  /** Throws `question_not_found`, `question_not_pending`, `invalid_input`. */
  async answerQuestion(input: {
    workspaceId: WorkspaceId
    questionId: QuestionId
    action: QuestionAction
    content: QuestionAnswer
  }): Promise<Question> {
    const item = this.#deps.store.items.get(input.questionId)
    if (item?.kind !== 'question' || item.workspaceId !== input.workspaceId)
      throw new Failure('question_not_found', `Question ${input.questionId} does not exist in this workspace`)
    if (item.status !== 'pending') return item
    const { action, content } = input
    const session = this.#deps.records.session(item.sessionId)
    return this.#deps.live(session).answerQuestion(item, { type: 'answer', action, content })
  }

  /** Throws `invalid_input`. */
  async putAttachment({ workspaceId, ...attachment }: { workspaceId: WorkspaceId } & NewAttachment) {
    this.#deps.records.find(workspaceId, attachment.sessionId)
    return this.#deps.attachments.put(attachment)
  }

  /** Throws `attachment_not_found`. */
  async readAttachment({
    workspaceId,
    sessionId,
    id,
  }: InSession & { id: Parameters<AttachmentFiles['read']>[1] }) {
    this.#deps.records.conversation(workspaceId, sessionId)
    return this.#deps.attachments.read(sessionId, id)
  }

  #alive({ workspaceId, sessionId }: InSession): Session {
    const { entity } = this.#deps.records.conversation(workspaceId, sessionId)
    checkAlive(this.#deps.store, entity)
    return entity
  }
}

function method(session: Session, id: string): Session['authMethods'][number] {
  const found = session.authMethods.find((candidate) => candidate.id === id)
  if (found) return found
  const ids = session.authMethods.map((candidate) => candidate.id)
  throw new Failure('invalid_input', `methodId: ${id} is no way to sign in to ${session.agentName}`, {
    hint: ids.length > 0 ? `Its ways: ${ids.join(', ')}.` : 'It names none.',
    details: { path: 'methodId', methods: ids },
  })
}

import type { Clock, Logger, Scope } from '../../../base/index.ts'
import {
  isWaiting,
  needsOf,
  type AppChange,
  type Approval,
  type Need,
  type NeedKind,
  type Question,
  type QueuedMessage,
  type SessionView,
  type Snapshot,
} from '../../../contracts/index.ts'
import { followEvents, type AppClient } from './follow-events.ts'

/** All that waits for the user, and how to speak of it. */
export interface NeedsNow {
  needs: Need[]
  wanted: readonly NeedKind[]
  workspaceName(id: string): string
}

/** Tells `changed` all that waits for the user, at once and whenever something of it may have changed. */
export function followNeeds(
  client: AppClient,
  context: { clock: Clock; log: Logger; scope: Scope },
  changed: (now: NeedsNow) => void,
): void {
  followEvents(client, context, (snapshot) => {
    const picture = new Picture(snapshot)
    changed(picture.now())
    return (change) => {
      if (picture.apply(change)) changed(picture.now())
    }
  })
}

/** As much of the control plane's picture as needs are made of. */
class Picture {
  readonly #approvals: Map<string, Approval>
  readonly #questions: Map<string, Question>
  readonly #sessions: Map<string, SessionView>
  readonly #queued: Map<string, QueuedMessage>
  readonly #workspaces: Map<string, string>
  #wanted: readonly NeedKind[]

  constructor({ approvals, questions, sessions, queued, workspaces, settings }: Snapshot) {
    this.#approvals = new Map(approvals.map((approval) => [approval.id, approval]))
    this.#questions = new Map(questions.map((question) => [question.id, question]))
    this.#sessions = new Map(sessions.map((session) => [session.id, session]))
    this.#queued = new Map(queued.map((message) => [message.id, message]))
    this.#workspaces = new Map(workspaces.map(({ id, name }) => [id, name]))
    this.#wanted = settings.notify
  }

  /** Whether it is anything to needs. */
  apply(change: AppChange): boolean {
    switch (change.type) {
      case 'approval':
        return keep(this.#approvals, change.entity, change.entity.status === 'pending')
      case 'approval.removed':
        return this.#approvals.delete(change.id)
      case 'question':
        return keep(this.#questions, change.entity, change.entity.status === 'pending')
      case 'question.removed':
        return this.#questions.delete(change.id)
      case 'session':
        return keep(this.#sessions, change.entity, true)
      case 'session.removed':
        return this.#sessions.delete(change.id)
      case 'queued':
        return keep(this.#queued, change.entity, isWaiting(change.entity))
      case 'queued.removed':
        return this.#queued.delete(change.id)
      case 'workspace':
        this.#workspaces.set(change.entity.id, change.entity.name)
        return false
      case 'workspace.removed':
        return this.#workspaces.delete(change.id)
      case 'settings':
        this.#wanted = change.entity.notify
        return true
      case 'node':
      case 'project':
      case 'project.removed':
      case 'lock':
      case 'lock.removed':
      case 'rule':
      case 'rule.removed':
      case 'terminal':
      case 'terminal.removed':
      case 'thread':
      case 'thread.removed':
      case 'pullRequest':
      case 'pullRequest.removed':
      case 'changes':
      case 'git':
      case 'event':
      case 'agents':
        return false
      default:
        return change satisfies never
    }
  }

  now(): NeedsNow {
    return {
      needs: needsOf({
        approvals: this.#approvals.values(),
        questions: this.#questions.values(),
        sessions: this.#sessions.values(),
        queued: this.#queued.values(),
      }),
      wanted: this.#wanted,
      workspaceName: (id) => this.#workspaces.get(id) ?? 'Switchyard',
    }
  }
}

function keep<Entity extends { id: string }>(
  map: Map<string, Entity>,
  entity: Entity,
  stays: boolean,
): boolean {
  if (!stays) return map.delete(entity.id)
  map.set(entity.id, entity)
  return true
}

import {
  locksHolding,
  needsOf,
  type Approval,
  type ApprovalId,
  type ApprovalRule,
  type FileLock,
  type Need,
  type Node,
  type Project,
  type ProjectId,
  type PullRequest,
  type Question,
  type QueuedMessage,
  type SessionId,
  type SessionView,
  type Terminal,
  type Workspace,
  type WorkspaceId,
} from '../../contracts/index.ts'
import type { Entities } from './entities.ts'

const values = <Entity>(map: Readonly<Record<string, Entity>>): Entity[] => Object.values(map)
const byName = (a: { name: string }, b: { name: string }): number =>
  a.name.localeCompare(b.name, 'en', { numeric: true, sensitivity: 'base' })
const byAge = (a: { createdAt: number }, b: { createdAt: number }): number => a.createdAt - b.createdAt

export const allProjects = (entities: Entities): Project[] => values<Project>(entities.projects).sort(byName)
export const allNodes = (entities: Entities): Node[] => values<Node>(entities.nodes).sort(byAge)

/** What to call a node on screen; its own name of a local one says nothing to the person in front of it. */
export const nodeName = ({ kind, name }: Node): string => (kind === 'local' ? 'This machine' : name)

/**
 * Of one project without the archived ones: pinned ones first, then the oldest first, so that a new one appears at the
 * end and nothing jumps.
 */
export const workspacesOf = (entities: Entities, projectId: ProjectId): Workspace[] =>
  values<Workspace>(entities.workspaces)
    .filter((workspace) => workspace.projectId === projectId && !workspace.archived)
    .sort((a, b) => Number(b.pinned) - Number(a.pinned) || byAge(a, b))

/** The archived ones of one project, last touched first. */
export const archivedOf = (entities: Entities, projectId: ProjectId): Workspace[] =>
  values<Workspace>(entities.workspaces)
    .filter((workspace) => workspace.projectId === projectId && workspace.archived)
    .sort((a, b) => b.updatedAt - a.updatedAt)

/** Of one workspace, oldest first, as its tabs stand. */
export const sessionsOf = (entities: Entities, workspaceId: WorkspaceId): SessionView[] =>
  values<SessionView>(entities.sessions)
    .filter((session) => session.workspaceId === workspaceId)
    .sort(byAge)

/** Ids of those of one workspace whose agents are programs in terminals. */
export const sessionsInTerminals = (entities: Entities, workspaceId: WorkspaceId): SessionId[] =>
  sessionsOf(entities, workspaceId).flatMap(({ id, terminalId }) => (terminalId === null ? [] : [id]))

/** Those of one workspace that the user opened, oldest first; a session shows its own. */
export const terminalsOf = (entities: Entities, workspaceId: WorkspaceId): Terminal[] =>
  values<Terminal>(entities.terminals)
    .filter((terminal) => terminal.workspaceId === workspaceId && terminal.sessionId === null)
    .sort(byAge)

/** Of one project, without those of archived workspaces; last touched first. */
export const sessionsOfProject = (entities: Entities, projectId: ProjectId): SessionView[] =>
  values<SessionView>(entities.sessions)
    .filter(({ workspaceId }) => {
      const workspace = entities.workspaces[workspaceId]
      return workspace?.projectId === projectId && !workspace.archived
    })
    .sort((a, b) => b.updatedAt - a.updatedAt)

/** Pending, oldest first: who waits longest is served first. */
export const pendingApprovals = (entities: Entities): Approval[] =>
  values<Approval>(entities.approvals).sort(byAge)

export const approvalsOfSession = (entities: Entities, sessionId: SessionId): Approval[] =>
  pendingApprovals(entities).filter((approval) => approval.sessionId === sessionId)

/** Pending, oldest first. */
export const pendingQuestions = (entities: Entities): Question[] =>
  values<Question>(entities.questions).sort(byAge)

/** How many approvals and questions of a session wait for the user. */
export const waitingIn = (entities: Entities, sessionId: SessionId): number =>
  [...values<Approval>(entities.approvals), ...values<Question>(entities.questions)].filter(
    (asked) => asked.sessionId === sessionId,
  ).length

/** Messages that wait in a session, in the order in which they go. */
export const queueOf = (entities: Entities, sessionId: SessionId): QueuedMessage[] =>
  values<QueuedMessage>(entities.queued)
    .filter((message) => message.sessionId === sessionId)
    .sort((a, b) => a.place - b.place)

/** Approval rules in force in one workspace, newest first. */
export const rulesOf = (entities: Entities, workspaceId: WorkspaceId): ApprovalRule[] =>
  values<ApprovalRule>(entities.rules)
    .filter((rule) => rule.workspaceId === workspaceId)
    .sort((a, b) => b.createdAt - a.createdAt)

/** Files that sessions of a workspace hold, longest held first. */
export const locksOf = (entities: Entities, workspaceId: WorkspaceId): FileLock[] =>
  values<FileLock>(entities.locks)
    .filter((lock) => lock.workspaceId === workspaceId)
    .sort((a, b) => a.since - b.since || a.path.localeCompare(b.path))

/** The locks an approval waits for; none when it can be answered. */
export const heldBy = (entities: Entities, approvalId: ApprovalId): FileLock[] =>
  locksHolding(values<FileLock>(entities.locks), approvalId)

interface Worked {
  sources: Pick<Entities, 'approvals' | 'questions' | 'queued'>
  needs: Need[]
}
// By the sessions they were made of: many places ask, and their answer must stay the same until it changes.
const worked = new WeakMap<Entities['sessions'], Worked>()

/** All that waits for the user, most urgent first. The same array as long as nothing of it has changed. */
export function needsYou({ approvals, questions, sessions, queued }: Entities): Need[] {
  const last = worked.get(sessions)
  const same =
    last?.sources.approvals === approvals &&
    last.sources.questions === questions &&
    last.sources.queued === queued
  if (same) return last.needs
  const needs = needsOf({
    approvals: values<Approval>(approvals),
    questions: values<Question>(questions),
    sessions: values<SessionView>(sessions),
    queued: values<QueuedMessage>(queued),
  })
  worked.set(sessions, { sources: { approvals, questions, queued }, needs })
  return needs
}

export const needsYouCount = (entities: Entities): number => needsYou(entities).length

/** Of one workspace, one for each repository at most. */
export const pullsOf = (entities: Entities, workspaceId: WorkspaceId): PullRequest[] =>
  values<PullRequest>(entities.pullRequests).filter((pull) => pull.workspaceId === workspaceId)

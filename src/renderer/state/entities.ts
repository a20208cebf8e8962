import type {
  AgentInfo,
  AppChange,
  Approval,
  ApprovalId,
  ApprovalRule,
  ChangeSummary,
  FileLock,
  FileLockId,
  Node,
  NodeId,
  Project,
  ProjectId,
  PullRequest,
  Question,
  QuestionId,
  QueuedMessage,
  QueuedMessageId,
  ReviewThread,
  RepositoryId,
  RuleId,
  SessionId,
  SessionView,
  Settings,
  Snapshot,
  Terminal,
  TerminalId,
  ThreadId,
  Workspace,
  WorkspaceGit,
  WorkspaceId,
} from '../../contracts/index.ts'

type ById<Id extends string, Entity> = Readonly<Record<Id, Entity>>

/** The control plane's picture, by id. Written by `fromSnapshot` and `applyChange` alone. */
export interface Entities {
  readonly nodes: ById<NodeId, Node>
  readonly projects: ById<ProjectId, Project>
  readonly workspaces: ById<WorkspaceId, Workspace>
  readonly sessions: ById<SessionId, SessionView>
  /** Pending ones only. */
  readonly approvals: ById<ApprovalId, Approval>
  /** Pending ones only. */
  readonly questions: ById<QuestionId, Question>
  /** Messages that wait for their turn. */
  readonly queued: ById<QueuedMessageId, QueuedMessage>
  /** Those in force. */
  readonly rules: ById<RuleId, ApprovalRule>
  /** Files that sessions hold. */
  readonly locks: ById<FileLockId, FileLock>
  /** All but closed ones. */
  readonly terminals: ById<TerminalId, Terminal>
  /** Review comments, by the thread they stand in. */
  readonly threads: ById<ThreadId, ReviewThread>
  readonly changes: ById<WorkspaceId, ChangeSummary>
  /** Where branches stand, and what is being done to them. */
  readonly git: ById<WorkspaceId, WorkspaceGit>
  /** By workspace and repository, see `pullKey`. */
  readonly pullRequests: Readonly<Record<string, PullRequest>>
  readonly settings: Settings
  readonly agents: readonly AgentInfo[]
}

const byId = <Id extends string, Entity extends { id: Id }>(entities: readonly Entity[]): ById<Id, Entity> =>
  Object.fromEntries(entities.map((entity) => [entity.id, entity])) as Record<Id, Entity>

export const pullKey = (workspaceId: WorkspaceId, repositoryId: RepositoryId): string =>
  `${workspaceId} ${repositoryId}`

export const fromSnapshot = (snapshot: Snapshot): Entities => ({
  nodes: byId(snapshot.nodes),
  projects: byId(snapshot.projects),
  workspaces: byId(snapshot.workspaces),
  sessions: byId(snapshot.sessions),
  approvals: byId(snapshot.approvals),
  questions: byId(snapshot.questions),
  queued: byId(snapshot.queued),
  rules: byId(snapshot.rules),
  terminals: byId(snapshot.terminals),
  threads: byId(snapshot.threads),
  locks: byId(snapshot.locks),
  changes: Object.fromEntries(snapshot.changes.map((summary) => [summary.workspaceId, summary])),
  git: Object.fromEntries(snapshot.git.map((state) => [state.workspaceId, state])),
  pullRequests: Object.fromEntries(
    snapshot.pullRequests.map((pull) => [pullKey(pull.workspaceId, pull.repositoryId), pull]),
  ),
  settings: snapshot.settings,
  agents: snapshot.agents,
})

const put = <Id extends string, Entity>(map: ById<Id, Entity>, id: Id, entity: Entity): ById<Id, Entity> => ({
  ...map,
  [id]: entity,
})

const drop = <Id extends string, Entity>(map: ById<Id, Entity>, id: Id): ById<Id, Entity> => {
  if (!(id in map)) return map
  const { [id]: _gone, ...rest } = map as Record<Id, Entity>
  return rest as ById<Id, Entity>
}

/** Puts an entity unless a newer revision is there. The same revision again may carry a new `unseen`. */
const putNewer = <Id extends string, Entity extends { id: Id; revision: number }>(
  map: ById<Id, Entity>,
  entity: Entity,
): ById<Id, Entity> => {
  const known = map[entity.id]
  return known && known.revision > entity.revision ? map : put(map, entity.id, entity)
}

/** The picture after one change. Applying a change twice, or one that is out of date, alters nothing. */
export function applyChange(entities: Entities, change: AppChange): Entities {
  switch (change.type) {
    case 'node':
      return { ...entities, nodes: put(entities.nodes, change.entity.id, change.entity) }
    case 'project': {
      const known = entities.projects[change.entity.id]
      if (known && known.updatedAt > change.entity.updatedAt) return entities
      return { ...entities, projects: put(entities.projects, change.entity.id, change.entity) }
    }
    case 'project.removed':
      return { ...entities, projects: drop(entities.projects, change.id) }
    case 'workspace':
      return { ...entities, workspaces: putNewer(entities.workspaces, change.entity) }
    case 'workspace.removed':
      return {
        ...entities,
        workspaces: drop(entities.workspaces, change.id),
        changes: drop(entities.changes, change.id),
        git: drop(entities.git, change.id),
      }
    case 'session':
      return { ...entities, sessions: putNewer(entities.sessions, change.entity) }
    case 'session.removed':
      return { ...entities, sessions: drop(entities.sessions, change.id) }
    case 'approval':
      return {
        ...entities,
        approvals:
          change.entity.status === 'pending'
            ? putNewer(entities.approvals, change.entity)
            : drop(entities.approvals, change.entity.id),
      }
    case 'approval.removed':
      return { ...entities, approvals: drop(entities.approvals, change.id) }
    case 'question':
      return {
        ...entities,
        questions:
          change.entity.status === 'pending'
            ? putNewer(entities.questions, change.entity)
            : drop(entities.questions, change.entity.id),
      }
    case 'question.removed':
      return { ...entities, questions: drop(entities.questions, change.id) }
    case 'queued':
      return { ...entities, queued: putNewer(entities.queued, change.entity) }
    case 'queued.removed':
      return { ...entities, queued: drop(entities.queued, change.id) }
    case 'lock':
      return { ...entities, locks: putNewer(entities.locks, change.entity) }
    case 'lock.removed':
      return { ...entities, locks: drop(entities.locks, change.id) }
    case 'rule':
      return { ...entities, rules: putNewer(entities.rules, change.entity) }
    case 'rule.removed':
      return { ...entities, rules: drop(entities.rules, change.id) }
    case 'terminal':
      return {
        ...entities,
        terminals:
          change.entity.status === 'closed'
            ? drop(entities.terminals, change.entity.id)
            : putNewer(entities.terminals, change.entity),
      }
    case 'terminal.removed':
      return { ...entities, terminals: drop(entities.terminals, change.id) }
    case 'thread':
      return { ...entities, threads: putNewer(entities.threads, change.entity) }
    case 'thread.removed':
      return { ...entities, threads: drop(entities.threads, change.id) }
    case 'changes': {
      const known = entities.changes[change.entity.workspaceId]
      if (known && known.version > change.entity.version) return entities
      return { ...entities, changes: put(entities.changes, change.entity.workspaceId, change.entity) }
    }
    case 'git': {
      const known = entities.git[change.entity.workspaceId]
      if (known && known.version > change.entity.version) return entities
      return { ...entities, git: put(entities.git, change.entity.workspaceId, change.entity) }
    }
    case 'pullRequest': {
      const { workspaceId, repositoryId } = change.entity
      const pullRequests = { ...entities.pullRequests, [pullKey(workspaceId, repositoryId)]: change.entity }
      return { ...entities, pullRequests }
    }
    case 'pullRequest.removed': {
      const { [pullKey(change.workspaceId, change.repositoryId)]: _gone, ...pullRequests } =
        entities.pullRequests
      return { ...entities, pullRequests }
    }
    case 'settings':
      return { ...entities, settings: change.entity }
    case 'agents':
      return { ...entities, agents: change.entity }
    case 'event':
      // Events are read on demand with `events.list`; they are no part of the picture.
      return entities
    default:
      return change satisfies never
  }
}

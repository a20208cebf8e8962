import { implement } from '@orpc/server'
import { appContract } from '../contracts/index.ts'
import type { Audit } from './audit/index.ts'
import type { EventLog } from './events/index.ts'
import type { FileService } from './files/index.ts'
import type { HistoryService } from './history/index.ts'
import type { NodeService } from './nodes/index.ts'
import type { OrphanService } from './orphans/index.ts'
import type { Impact, Overview } from './overview.ts'
import type { ProjectService } from './projects/index.ts'
import type { ReviewService } from './review/index.ts'
import type {
  AgentCatalog,
  ApprovalService,
  AttachService,
  AttachmentService,
  QuestionService,
  QueueService,
  SessionService,
  TurnService,
} from './sessions/index.ts'
import type { SettingsService } from './settings/index.ts'
import type { Store } from './store/index.ts'
import type { TerminalService } from './terminals/index.ts'
import type { WorkspaceService } from './workspaces/index.ts'

export interface Services {
  store: Store
  events: EventLog
  settings: SettingsService
  projects: ProjectService
  workspaces: WorkspaceService
  sessions: SessionService
  attach: AttachService
  queue: QueueService
  turns: TurnService
  approvals: ApprovalService
  questions: QuestionService
  attachments: AttachmentService
  history: HistoryService
  terminals: TerminalService
  files: FileService
  review: ReviewService
  orphans: OrphanService
  catalog: AgentCatalog
  overview: Overview
  audit: Audit
  nodes: NodeService
  stopping: {
    impact(): Promise<Impact>
    now(agent: boolean): Promise<Impact & { agent: boolean }>
  }
}

/**
 * The app contract, each operation in one line: a missing or misfitting one does not compile. Input is checked
 * here; output is not checked again, the receiving side's types and the journal's checks stand for it.
 */
export function createRouter(services: Services) {
  const { store, events, settings, projects, workspaces, sessions, queue, turns, approvals } = services
  const { history, terminals, review, catalog, questions, attachments } = services
  const app = implement(appContract).$config({ initialOutputValidationIndex: Number.NaN })
  return app.router({
    status: app.status.handler(() => services.overview.status()),
    stop: {
      impact: app.stop.impact.handler(() => services.stopping.impact()),
      now: app.stop.now.handler(({ input }) => services.stopping.now(input.agent)),
    },
    snapshot: app.snapshot.handler(() => services.overview.snapshot()),
    events: {
      follow: app.events.follow.handler(({ input, signal }) => events.followApp(input.after, signal)),
      list: app.events.list.handler(({ input }) => store.read.events.list(input.workspaceId, input.limit)),
    },
    audit: { list: app.audit.list.handler(({ input }) => services.audit.list(input)) },
    node: {
      list: app.node.list.handler(() => services.nodes.list()),
      revoke: app.node.revoke.handler(({ input }) => services.nodes.revoke(input.node)),
      enrol: app.node.enrol.handler(({ input }) => services.nodes.enrol(input.node)),
    },
    orphan: {
      list: app.orphan.list.handler(() => services.orphans.list()),
      clean: app.orphan.clean.handler(({ input }) => services.orphans.clean(input.id)),
    },
    settings: {
      get: app.settings.get.handler(() => settings.get()),
      set: app.settings.set.handler(async ({ input }) => {
        const result = await settings.set(input)
        if (input.customAgents || input.agentEnv) catalog.refreshInBackground(true)
        return result
      }),
    },
    agent: { list: app.agent.list.handler(({ input }) => catalog.list(input.refresh)) },
    repository: {
      inspect: app.repository.inspect.handler(({ input }) => projects.inspect(input.path)),
      browse: app.repository.browse.handler(({ input }) => projects.browse(input.path)),
      branches: app.repository.branches.handler(({ input }) => projects.branches(input.repositoryId)),
    },
    project: {
      add: app.project.add.handler(({ input }) => projects.add(input)),
      list: app.project.list.handler(() => projects.list()),
      show: app.project.show.handler(({ input }) => projects.find(input.project)),
      rename: app.project.rename.handler(({ input }) => projects.rename(input.projectId, input.name)),
      setMcpServers: app.project.setMcpServers.handler(({ input }) =>
        projects.setMcpServers(input.projectId, input.mcpServers),
      ),
      remove: app.project.remove.handler(({ input }) => projects.remove(input.project)),
    },
    workspace: {
      checkBranch: app.workspace.checkBranch.handler(({ input }) =>
        workspaces.checkBranch(input.projectId, input.branch, input.repositoryIds),
      ),
      propose: app.workspace.propose.handler(({ input }) =>
        workspaces.propose(input.projectId, input.prompt),
      ),
      create: app.workspace.create.handler(({ input }) => workspaces.create(input)),
      list: app.workspace.list.handler(({ input }) => workspaces.list(input.project)),
      show: app.workspace.show.handler(({ input }) => workspaces.find(input.workspace)),
      rename: app.workspace.rename.handler(({ input }) => workspaces.rename(input.workspace, input.name)),
      stop: app.workspace.stop.handler(({ input }) => workspaces.stop(input.workspace)),
      restart: app.workspace.restart.handler(({ input }) => workspaces.restart(input.workspace)),
      deletionImpact: app.workspace.deletionImpact.handler(({ input }) =>
        workspaces.deletionImpact(input.workspace),
      ),
      delete: app.workspace.delete.handler(({ input }) => workspaces.delete(input.workspace)),
    },
    session: {
      create: app.session.create.handler(({ input }) => sessions.create(input)),
      conversations: app.session.conversations.handler(({ input }) =>
        sessions.conversations(input.workspace, input.agent),
      ),
      list: app.session.list.handler(({ input }) => sessions.list(input.workspace)),
      show: app.session.show.handler(({ input }) => sessions.show(input.sessionId)),
      items: app.session.items.handler(({ input }) => sessions.items(input)),
      follow: app.session.follow.handler(({ input, signal }) =>
        sessions.follow(input.sessionId, input.after, signal),
      ),
      attach: app.session.attach.handler(({ input, signal }) => services.attach.attach(input, signal)),
      prompt: app.session.prompt.handler(({ input }) => sessions.prompt(input)),
      turn: app.session.turn.handler(({ input }) => sessions.turn(input.sessionId, input.turnId)),
      cancel: app.session.cancel.handler(({ input }) => sessions.cancel(input.sessionId)),
      stop: app.session.stop.handler(({ input }) => sessions.stop(input.sessionId)),
      setConfig: app.session.setConfig.handler(({ input }) =>
        sessions.setConfig(input.sessionId, input.optionId, input.value),
      ),
      rename: app.session.rename.handler(({ input }) => sessions.rename(input.sessionId, input.title)),
      authenticate: app.session.authenticate.handler(({ input }) =>
        sessions.authenticate(input.sessionId, input.methodId),
      ),
      signInTerminal: app.session.signInTerminal.handler(({ input }) => terminals.signIn(input)),
      restart: app.session.restart.handler(({ input }) => sessions.restart(input.sessionId)),
      output: app.session.output.handler(({ input }) => sessions.output(input.sessionId, input.lines)),
      markSeen: app.session.markSeen.handler(({ input }) => sessions.markSeen(input.sessionId)),
      export: app.session.export.handler(({ input }) => history.export(input.sessionId, input.format)),
    },
    attachment: {
      put: app.attachment.put.handler(({ input }) => attachments.put(input)),
      read: app.attachment.read.handler(({ input }) => attachments.read(input.sessionId, input.id)),
    },
    question: {
      list: app.question.list.handler(({ input }) => questions.list(input.all)),
      answer: app.question.answer.handler(({ input }) =>
        questions.answer(input.questionId, input.action, input.content),
      ),
    },
    history: {
      search: app.history.search.handler(({ input }) => history.search(input)),
      sessions: app.history.sessions.handler(({ input }) => history.sessions(input.limit)),
      session: app.history.session.handler(({ input }) => history.session(input.sessionId)),
    },
    queue: {
      list: app.queue.list.handler(({ input }) => queue.list(input.sessionId)),
      show: app.queue.show.handler(({ input }) => queue.get(input.messageId)),
      add: app.queue.add.handler(({ input }) => queue.add(input)),
      edit: app.queue.edit.handler(({ input }) => queue.edit(input.messageId, input)),
      move: app.queue.move.handler(({ input }) => queue.move(input.messageId, input.before)),
      discard: app.queue.discard.handler(({ input }) => queue.discard(input.messageId)),
      sendNow: app.queue.sendNow.handler(({ input }) => queue.sendNow(input.messageId)),
      resume: app.queue.resume.handler(({ input }) => queue.resume(input.sessionId)),
    },
    turn: {
      diff: app.turn.diff.handler(({ input }) => turns.diff(input)),
      file: app.turn.file.handler(({ input }) => turns.file(input)),
      undo: app.turn.undo.handler(({ input }) => turns.undo(input)),
      retry: app.turn.retry.handler(({ input }) => turns.retry(input)),
      goTo: app.turn.goTo.handler(({ input }) => turns.goTo(input)),
    },
    approval: {
      list: app.approval.list.handler(({ input }) => approvals.list(input.all)),
      answer: app.approval.answer.handler(({ input }) => approvals.answer(input)),
      rules: app.approval.rules.handler(({ input }) => approvals.rules(input.workspace, input.all)),
      revokeRule: app.approval.revokeRule.handler(({ input }) => approvals.revokeRule(input.ruleId)),
      restoreRule: app.approval.restoreRule.handler(({ input }) => approvals.restoreRule(input.ruleId)),
    },
    terminal: {
      create: app.terminal.create.handler(({ input }) => terminals.create(input)),
      list: app.terminal.list.handler(({ input }) => terminals.list(input.workspace)),
      close: app.terminal.close.handler(({ input }) => terminals.close(input.terminalId)),
    },
    files: {
      search: app.files.search.handler(({ input: { workspace, ...query } }) =>
        services.files.search(workspace, query),
      ),
    },
    git: {
      diff: app.git.diff.handler(({ input }) => review.diff(input.workspace)),
      file: app.git.file.handler(({ input }) =>
        review.file(input.workspaceId, input.repositoryId, input.path),
      ),
      commit: app.git.commit.handler(({ input }) =>
        review.commit(input.workspace, input.message, input.repositoryId),
      ),
    },
  })
}
export type AppRouter = ReturnType<typeof createRouter>

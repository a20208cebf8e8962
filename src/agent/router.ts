import { implement } from '@orpc/server'
import {
  agentContract,
  agentProtocol,
  Failure,
  type Limits,
  type LimitOverrides,
  type NodeId,
} from '../contracts/index.ts'
import type { AgentDetector } from './agents/index.ts'
import type { AttachHost } from './attach/index.ts'
import type { ApprovalRules } from './approval-rules/index.ts'
import type { FileSearch } from './files/index.ts'
import { browseFolder, checkBranch, inspectRepository, listBranches, type GitAt } from './git/index.ts'
import type { SessionHost, TerminalHost } from './hosts.ts'
import {
  followJournal,
  followLive,
  retell,
  journalExtent,
  type FollowDeps,
  type LiveSources,
} from './journal/index.ts'
import type { Orphans } from './orphans/index.ts'
import type { ReviewService } from './review/index.ts'
import type { AgentStore } from './store/index.ts'
import type { TurnChanges } from './turns/index.ts'
import type { WorkspaceService } from './workspaces/index.ts'

/** Context of a call: the headers it came with. */
export interface CallContext {
  reqHeaders?: Headers
}

/** What the handlers act on. */
export interface Services {
  nodeId: NodeId
  version: string
  hostname: string
  userHome: string
  startedAt: number
  store: AgentStore
  gitAt: GitAt
  workspaces: WorkspaceService
  files: FileSearch
  review: ReviewService
  attach: AttachHost
  turnChanges: TurnChanges
  sessions: SessionHost
  rules: ApprovalRules
  orphans: Orphans
  terminals: TerminalHost
  agents: AgentDetector
  follow: FollowDeps
  live: LiveSources
  setLimits(overrides: LimitOverrides): Limits
  /** Ends all work and refuses all calls from now on. */
  revoke(): Promise<{ sessions: number; terminals: number; journalSeq: number }>
  /** Ends the daemon once the call has been answered. */
  shutdown(): void
}

/** Time for the answer to a shutdown to leave before its connection is closed. */
const answerLeavesMs = 50

const os = implement(agentContract).$context<CallContext>()

/** Every operation of the agent contract; one that is missing does not compile. */
export function createRouter(services: Services) {
  const { store, gitAt, workspaces, review, sessions, terminals } = services
  /** The entity, and how far a reader must be in the journal to have seen it. */
  const done = async <Entity>(entity: Entity | Promise<Entity>) => {
    const settled = await entity
    return { entity: settled, journalSeq: store.journal.lastSeq() }
  }

  return os.router({
    handshake: os.handshake.handler(({ input }) => {
      services.setLimits(input.limits)
      return {
        protocol: agentProtocol,
        agentVersion: services.version,
        nodeId: services.nodeId,
        platform: process.platform,
        arch: process.arch,
        hostname: services.hostname,
        pid: process.pid,
        startedAt: services.startedAt,
        journal: journalExtent(store),
        isolation: ['process' as const],
      }
    }),
    health: os.health.handler(() => services.live.health()),
    shutdown: os.shutdown.handler(() => {
      const ending = { sessions: sessions.counts().sessions, terminals: terminals.counts().terminals }
      setTimeout(services.shutdown, answerLeavesMs)
      return ending
    }),
    revoke: os.revoke.handler(() => services.revoke()),
    journal: {
      follow: os.journal.follow.handler(({ input, signal }) =>
        followJournal(services.follow, input.after, signal ?? new AbortController().signal),
      ),
      retell: os.journal.retell.handler(async () => {
        await retell(store)
        return {}
      }),
      ack: os.journal.ack.handler(({ input }) => {
        store.change(() => store.journal.ack(input.seq))
        return {}
      }),
    },
    live: {
      follow: os.live.follow.handler(({ signal }) =>
        followLive(services.live, signal ?? new AbortController().signal),
      ),
    },
    agents: {
      list: os.agents.list.handler(({ input }) => services.agents.list(input.custom, input.refresh)),
    },
    orphans: {
      list: os.orphans.list.handler(() => services.orphans.list()),
      clean: os.orphans.clean.handler(({ input }) => services.orphans.clean(input.id)),
    },
    repository: {
      inspect: os.repository.inspect.handler(({ input }) => inspectRepository(gitAt, input.path)),
      browse: os.repository.browse.handler(({ input }) => browseFolder(input.path, services.userHome)),
      branches: os.repository.branches.handler(async ({ input }) => {
        const { path } = await inspectRepository(gitAt, input.path)
        return listBranches(gitAt(path))
      }),
      checkBranch: os.repository.checkBranch.handler(({ input }) =>
        Promise.all(
          input.repositories.map(async (repository) => {
            const { path } = await inspectRepository(gitAt, repository.path)
            return checkBranch(gitAt(path), repository, input.branch)
          }),
        ),
      ),
    },
    workspace: {
      create: os.workspace.create.handler(({ input }) => done(workspaces.create(input))),
      rename: os.workspace.rename.handler(({ input }) => done(workspaces.rename(input))),
      stop: os.workspace.stop.handler(({ input }) => done(workspaces.stop(input.workspaceId))),
      restart: os.workspace.restart.handler(({ input }) => done(workspaces.restart(input.workspaceId))),
      deletionImpact: os.workspace.deletionImpact.handler(({ input }) =>
        workspaces.deletionImpact(input.workspaceId),
      ),
      delete: os.workspace.delete.handler(({ input }) => done(workspaces.delete(input.workspaceId))),
    },
    session: {
      create: os.session.create.handler(async ({ input }) => {
        // Before anything is recorded; a retry of what exists is answered whatever became of the program.
        if (!store.sessions.get(input.id)) await services.agents.require(input.profile)
        return done(sessions.createSession(input))
      }),
      conversations: os.session.conversations.handler(async ({ input }) => {
        await services.agents.require(input.profile)
        return sessions.agents.conversations(input)
      }),
      prompt: os.session.prompt.handler(({ input }) => done(sessions.prompt(input))),
      attach: os.session.attach.handler(({ input, signal }) =>
        services.attach.attach(input, signal ?? new AbortController().signal),
      ),
      cancel: os.session.cancel.handler(({ input }) => done(sessions.cancel(input))),
      stop: os.session.stop.handler(({ input }) => done(sessions.stop(input))),
      setConfig: os.session.setConfig.handler(({ input }) => done(sessions.setConfig(input))),
      authenticate: os.session.authenticate.handler(({ input }) => done(sessions.agents.authenticate(input))),
      signInTerminal: os.session.signInTerminal.handler(async ({ input }) => {
        const { id, workspaceId, size } = input
        const program = await sessions.agents.signInProgram(input)
        return done(terminals.create({ id, workspaceId, repositoryId: null, size, program }))
      }),
      restart: os.session.restart.handler(({ input }) => done(sessions.restart(input))),
      markSeen: os.session.markSeen.handler(({ input }) => done(sessions.markSeen(input))),
      output: os.session.output.handler(({ input }) => sessions.output(input)),
      rename: os.session.rename.handler(({ input }) => done(sessions.rename(input))),
    },
    attachment: {
      put: os.attachment.put.handler(({ input }) => sessions.agents.putAttachment(input)),
      read: os.attachment.read.handler(({ input }) => sessions.agents.readAttachment(input)),
    },
    question: {
      answer: os.question.answer.handler(({ input }) => done(sessions.agents.answerQuestion(input))),
    },
    queue: {
      add: os.queue.add.handler(({ input }) => done(sessions.queue.add(input))),
      edit: os.queue.edit.handler(({ input }) => done(sessions.queue.edit(input))),
      move: os.queue.move.handler(({ input }) => done(sessions.queue.move(input))),
      discard: os.queue.discard.handler(({ input }) => done(sessions.queue.discard(input))),
      sendNow: os.queue.sendNow.handler(({ input }) => done(sessions.queue.sendNow(input))),
      resume: os.queue.resume.handler(({ input }) => done(sessions.queue.resume(input))),
    },
    turn: {
      diff: os.turn.diff.handler(({ input }) => services.turnChanges.diff(input)),
      file: os.turn.file.handler(({ input }) => services.turnChanges.file(input)),
      undo: os.turn.undo.handler(({ input }) => done(sessions.turns.undo(input))),
      retry: os.turn.retry.handler(({ input }) => done(sessions.turns.retry(input))),
      goTo: os.turn.goTo.handler(({ input }) => done(sessions.turns.goTo(input))),
    },
    approval: {
      answer: os.approval.answer.handler(({ input }) => done(sessions.answerApproval(input))),
      revokeRule: os.approval.revokeRule.handler(({ input }) => done(services.rules.revoke(input))),
      restoreRule: os.approval.restoreRule.handler(({ input }) => done(services.rules.restore(input))),
    },
    terminal: {
      create: os.terminal.create.handler(({ input }) => done(terminals.create(input))),
      close: os.terminal.close.handler(({ input }) => {
        // The token speaks for one workspace: a terminal of another does not exist for it.
        if (store.terminals.get(input.terminalId)?.workspaceId !== input.workspaceId)
          throw new Failure('terminal_not_found', `There is no terminal ${input.terminalId}`)
        return done(terminals.close(input.terminalId))
      }),
    },
    files: { search: os.files.search.handler(({ input }) => services.files.search(input)) },
    git: {
      diff: os.git.diff.handler(({ input }) => review.diff(input.workspaceId)),
      file: os.git.file.handler(({ input }) => review.file(input)),
      commit: os.git.commit.handler(({ input }) => review.commit(input)),
    },
  })
}
export type AgentRouter = ReturnType<typeof createRouter>

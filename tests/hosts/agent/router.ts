import { implement } from '@orpc/server'
import type { RequestHeadersPluginContext } from '@orpc/server/plugins'
import {
  agentContract,
  Failure,
  jobTokenHeader,
  type ApprovalRule,
  type JournalEntry,
  type JournalRecord,
  type Session,
  type Workspace,
} from '../../../src/contracts/index.ts'
import type { AgentState } from './agent-state.ts'
import { fakeNouns } from './nouns.ts'
import { fakeRepositories } from './repositories.ts'
import { message, session, terminal, turn, workspace } from './entities.ts'
import { unplayed } from './unplayed.ts'
import {
  unplayedOfApproval,
  unplayedOfSession,
  unplayedOfWorkspace,
  unplayedSessions,
} from './unplayed-sessions.ts'

type Of<Type extends JournalEntry['type']> = Extract<JournalEntry, { type: Type }>['entity']

/** The agent contract over a fake agent's journal: commands append what they change and answer with it. */
export function fakeRouter(agent: AgentState) {
  const app = implement(agentContract)
    .$context<RequestHeadersPluginContext>()
    .use(async ({ next, path, context }, input) => {
      const op = path.join('.')
      const { id, workspaceId } = (input ?? {}) as { id?: string; workspaceId?: string }
      await agent.jobs.check(
        context.reqHeaders?.get(jobTokenHeader),
        op,
        op === 'workspace.create' ? id : workspaceId,
      )
      agent.calls.push({ op, input })
      return next()
    })

  const newest = <Type extends 'workspace' | 'session' | 'terminal' | 'turn' | 'rule'>(
    type: Type,
    id: string,
  ): Of<Type> | undefined =>
    agent.records.findLast(({ entry }) => entry.type === type && (entry.entity as { id: string }).id === id)
      ?.entry.entity as Of<Type> | undefined
  const must = <Entity>(
    entity: Entity | undefined,
    code: 'workspace_not_found' | 'session_not_found' | 'rule_not_found',
  ): Entity => {
    if (!entity) throw new Failure(code, 'not here')
    return entity
  }
  const done = <Entity>(entity: Entity) => ({ entity, journalSeq: agent.lastSeq })
  const changeWorkspace = (id: string, change: Partial<Workspace>) => {
    const old = must(newest('workspace', id), 'workspace_not_found')
    const entity = { ...old, ...change, revision: old.revision + 1 }
    agent.append({ type: 'workspace', entity })
    return entity
  }
  const changeSession = (id: string, change: Partial<Session>) => {
    const old = must(newest('session', id), 'session_not_found')
    const entity = { ...old, ...change, revision: old.revision + 1 }
    agent.append({ type: 'session', entity })
    return done(entity)
  }

  const changeRule = (id: string, revokedAt: ApprovalRule['revokedAt']) => {
    const old = must(newest('rule', id), 'rule_not_found')
    const entity = { ...old, revokedAt, revision: old.revision + 1 }
    agent.append({ type: 'rule', entity })
    return done(entity)
  }

  async function* follow(after: number, signal?: AbortSignal): AsyncGenerator<{ records: JournalRecord[] }> {
    agent.followedAfter.push(after)
    const appended = agent.appended.subscribe(signal)
    const send = (records: JournalRecord[]) => ({ records: agent.mangle(records) })
    const kept = agent.records.filter(({ seq }) => seq > after)
    let sent = kept.at(-1)?.seq ?? after
    if (kept.length > 0) yield send(kept)
    for await (const record of appended) {
      if (record.seq <= sent) continue
      sent = record.seq
      await agent.hold
      yield send([record])
    }
  }

  return app.router({
    orphans: { list: app.orphans.list.handler(() => []), clean: app.orphans.clean.handler(unplayed) },
    handshake: app.handshake.handler(() => {
      agent.handshakes++
      return {
        protocol: agent.protocol,
        agentVersion: '9.9.9',
        nodeId: agent.nodeId,
        platform: 'linux',
        arch: 'x64',
        hostname: 'test',
        pid: agent.pid,
        startedAt: 0,
        journal: { first: agent.records[0]?.seq ?? 0, last: agent.lastSeq },
        isolation: ['process' as const],
      }
    }),
    revoke: app.revoke.handler(() => ({ sessions: 2, terminals: 4, journalSeq: agent.lastSeq })),
    health: app.health.handler(() => ({
      at: Date.now(),
      uptimeMs: 1,
      pid: agent.pid,
      memoryRss: 1,
      workspaces: 1,
      sessions: 2,
      runningTurns: 3,
      terminals: 4,
    })),
    shutdown: app.shutdown.handler(() => {
      agent.onShutdown()
      setImmediate(() => void agent.stop())
      return { sessions: 2, terminals: 4 }
    }),
    journal: {
      follow: app.journal.follow.handler(({ input, signal }) => follow(input.after, signal)),
      retell: app.journal.retell.handler(() => (void (agent.retold += 1), {})),
      ack: app.journal.ack.handler(({ input }) => {
        agent.acked = Math.max(agent.acked, input.seq)
        return {}
      }),
    },
    live: { follow: app.live.follow.handler(({ signal }) => agent.live.subscribe(signal)) },
    agents: {
      list: app.agents.list.handler(({ input }) =>
        [
          { id: 'runbook', name: 'Runbook', kind: 'acp' as const, custom: false },
          ...input.custom.map((p) => ({ ...p, custom: true })),
        ].map(({ id, name, kind, custom }) => ({
          id,
          name,
          kind,
          builtIn: id === 'runbook',
          custom,
          available: true,
          version: null,
          path: null,
          command: '',
          install: null,
          homepage: null,
        })),
      ),
    },
    repository: fakeRepositories(agent),
    workspace: {
      ...unplayedOfWorkspace,
      create: app.workspace.create.handler(({ input }) => {
        const { id, projectId, name, branch, prompt } = input
        const known = newest('workspace', id)
        if (known) return done(known)
        const entity = workspace({ id, projectId, nodeId: agent.nodeId, name, branch, prompt })
        agent.append({ type: 'workspace', entity })
        return done(entity)
      }),
      rename: app.workspace.rename.handler(({ input }) =>
        done(changeWorkspace(input.workspaceId, { name: input.name })),
      ),
      stop: app.workspace.stop.handler(({ input }) =>
        done(changeWorkspace(input.workspaceId, { status: 'stopped' })),
      ),
      restart: app.workspace.restart.handler(({ input }) =>
        done(changeWorkspace(input.workspaceId, { status: 'running' })),
      ),
      deletionImpact: app.workspace.deletionImpact.handler(() => ({
        repositories: [],
        runningSessions: 0,
        terminals: 0,
      })),
      delete: app.workspace.delete.handler(({ input }) => {
        const { id } = changeWorkspace(input.workspaceId, { status: 'deleted' })
        return done({ id, status: 'deleted' as const, backups: [], branchesKept: [], branchesDeleted: [] })
      }),
    },
    session: {
      create: app.session.create.handler(({ input }) => {
        const { id, workspaceId, profile, title } = input
        const known = newest('session', id)
        if (known) return done(known)
        const entity = session({
          id,
          workspaceId,
          agent: profile.id,
          agentName: profile.name,
          title: title ?? 'New',
        })
        agent.append({ type: 'session', entity })
        return done(entity)
      }),
      prompt: app.session.prompt.handler(({ input }) => {
        const { sessionId, turnId, content } = input
        const known = newest('turn', turnId)
        if (known) return done({ kind: 'turn' as const, turn: known })
        const entity = turn({ id: turnId, sessionId, ordinal: 1 + turnsOf(agent, sessionId) })
        agent.append({ type: 'turn', entity })
        agent.append({
          type: 'item',
          entity: message({
            sessionId,
            turnId,
            position: agent.lastSeq,
            role: 'user',
            content: content.text,
          }),
        })
        const lastTurn = { id: turnId, status: 'running' as const, endedAt: null }
        changeSession(sessionId, { status: 'running', lastTurn })
        return done({ kind: 'turn' as const, turn: entity })
      }),
      cancel: app.session.cancel.handler(({ input }) => changeSession(input.sessionId, { status: 'idle' })),
      stop: app.session.stop.handler(({ input }) => changeSession(input.sessionId, { status: 'stopped' })),
      setConfig: app.session.setConfig.handler(({ input }) => changeSession(input.sessionId, {})),
      ...unplayedOfSession,
      rename: app.session.rename.handler(({ input }) =>
        changeSession(input.sessionId, { title: input.title }),
      ),
    },
    ...unplayedSessions,
    approval: {
      answer: app.approval.answer.handler(({ input }) => {
        const record = agent.records.findLast(
          ({ entry }) => entry.type === 'item' && entry.entity.id === input.approvalId,
        )
        if (record?.entry.type !== 'item' || record.entry.entity.kind !== 'approval')
          throw new Failure('approval_not_found', 'not here')
        const old = record.entry.entity
        if (old.status !== 'pending') return done({ ...old, first: false })
        const entity = {
          ...old,
          status: 'approved' as const,
          chosenOption: input.optionId,
          answeredFrom: input.from,
          revision: old.revision + 1,
        }
        agent.append({ type: 'item', entity })
        return done({ ...entity, first: true })
      }),
      ...unplayedOfApproval,
      revokeRule: app.approval.revokeRule.handler(({ input }) => changeRule(input.ruleId, Date.now())),
      restoreRule: app.approval.restoreRule.handler(({ input }) => changeRule(input.ruleId, null)),
    },
    terminal: {
      create: app.terminal.create.handler(({ input }) => {
        const entity = terminal({ id: input.id, workspaceId: input.workspaceId })
        agent.append({ type: 'terminal', entity })
        return done(entity)
      }),
      close: app.terminal.close.handler(({ input }) => {
        const old = must(newest('terminal', input.terminalId), 'workspace_not_found')
        const entity = { ...old, status: 'exited' as const, revision: old.revision + 1 }
        agent.append({ type: 'terminal', entity })
        return done(entity)
      }),
    },
    ...fakeNouns(),
  })
}

const turnsOf = (agent: AgentState, sessionId: string): number =>
  new Set(
    agent.records.flatMap(({ entry }) =>
      entry.type === 'turn' && entry.entity.sessionId === sessionId ? [entry.entity.id] : [],
    ),
  ).size

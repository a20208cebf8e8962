import { agentProtocol, Failure } from '../../contracts/index.ts'
import { followJournal, followLive, retell, journalExtent } from '../journal/index.ts'
import { fileRoutes } from './files.ts'
import { backupRoutes } from './backups.ts'
import { gitRoutes } from './git.ts'
import { hostingRoutes } from './hosting.ts'
import { os, withSeq } from './implementer.ts'
import { remotesRoutes } from './remotes.ts'
import type { Services } from './services.ts'
import { sessionRoutes } from './sessions.ts'
import { stagingRoutes } from './staging.ts'
import { workspaceRoutes } from './workspaces.ts'

/** Time for the answer to a shutdown to leave before its connection is closed. */
const answerLeavesMs = 50

/** Every operation of the agent contract; one that is missing does not compile. */
export function createRouter(services: Services) {
  const { store, sessions, terminals } = services
  const done = withSeq(store)

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
    ...workspaceRoutes(services),
    ...sessionRoutes(services),
    ...fileRoutes(services),
    ...gitRoutes(services),
    ...backupRoutes(services),
    ...remotesRoutes(services),
    ...stagingRoutes(services),
    ...hostingRoutes(services),
    terminal: {
      create: os.terminal.create.handler(({ input }) => done(terminals.create(input))),
      close: os.terminal.close.handler(({ input }) => {
        // The token speaks for one workspace: a terminal of another does not exist for it.
        if (store.terminals.get(input.terminalId)?.workspaceId !== input.workspaceId)
          throw new Failure('terminal_not_found', `There is no terminal ${input.terminalId}`)
        return done(terminals.close(input.terminalId))
      }),
    },
  })
}
export type AgentRouter = ReturnType<typeof createRouter>

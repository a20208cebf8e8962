import { commentRoutes } from './comments.ts'
import { editorRoutes } from './editors.ts'
import { fileRoutes } from './files.ts'
import { backupRoutes } from './backups.ts'
import { gitRoutes } from './git.ts'
import { hostingRoutes } from './hosting.ts'
import { app } from './implementer.ts'
import { remotesRoutes } from './remotes.ts'
import type { Services } from './services.ts'
import { sessionRoutes } from './sessions.ts'
import { stagingRoutes } from './staging.ts'
import { workspaceRoutes } from './workspaces.ts'

/** The app contract, each operation in one line: a missing or misfitting one does not compile. */
export function createRouter(services: Services) {
  const { store, events, settings, terminals, catalog } = services
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
    ...workspaceRoutes(services),
    ...sessionRoutes(services),
    ...editorRoutes(services),
    ...fileRoutes(services),
    ...gitRoutes(services),
    ...backupRoutes(services),
    ...commentRoutes(services),
    ...remotesRoutes(services),
    ...stagingRoutes(services),
    ...hostingRoutes(services),
    terminal: {
      create: app.terminal.create.handler(({ input }) => terminals.create(input)),
      list: app.terminal.list.handler(({ input }) => terminals.list(input.workspace)),
      close: app.terminal.close.handler(({ input }) => terminals.close(input.terminalId)),
    },
  })
}
export type AppRouter = ReturnType<typeof createRouter>

import { app } from './implementer.ts'
import type { Services } from './services.ts'

/** Branches of workspaces and their remotes. */
export const remotesRoutes = ({ remotes }: Services) => ({
  remotes: {
    state: app.remotes.state.handler(({ input }) => remotes.state(input.workspace)),
    check: app.remotes.check.handler(({ input }) => remotes.check(input)),
    run: app.remotes.run.handler(({ input }) => remotes.run(input)),
    cancel: app.remotes.cancel.handler(({ input }) => remotes.cancel(input.workspace)),
    conflicts: app.remotes.conflicts.handler(({ input }) => remotes.conflicts(input.workspace)),
    resolve: app.remotes.resolve.handler(({ input }) => remotes.resolve(input)),
    continue: app.remotes.continue.handler(({ input }) => remotes.continue(input)),
    undo: app.remotes.undo.handler(({ input }) => remotes.undo(input)),
    abort: app.remotes.abort.handler(({ input }) => remotes.abort(input)),
  },
})

import { os } from './implementer.ts'
import type { Services } from './services.ts'

/** Branches of workspaces and their remotes. */
export const remotesRoutes = ({ remotes }: Services) => ({
  remotes: {
    state: os.remotes.state.handler(({ input }) => remotes.state(input.workspaceId)),
    check: os.remotes.check.handler(({ input }) => remotes.check(input)),
    run: os.remotes.run.handler(({ input }) => remotes.run(input)),
    cancel: os.remotes.cancel.handler(({ input }) => remotes.cancel(input.workspaceId)),
    conflicts: os.remotes.conflicts.handler(({ input }) => remotes.conflicts(input.workspaceId)),
    resolve: os.remotes.resolve.handler(({ input }) => remotes.resolve(input)),
    continue: os.remotes.continue.handler(({ input }) => remotes.continue(input)),
    undo: os.remotes.undo.handler(({ input }) => remotes.undo(input)),
    abort: os.remotes.abort.handler(({ input }) => remotes.abort(input)),
  },
})

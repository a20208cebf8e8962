import { implement } from '@orpc/server'
import { agentContract } from '../../../src/contracts/index.ts'
import { unplayed } from './unplayed.ts'

const app = implement(agentContract)

/** Git acts, which only the real agent plays. */
export const unplayedRemotes = {
  remotes: {
    state: app.remotes.state.handler(unplayed),
    check: app.remotes.check.handler(unplayed),
    run: app.remotes.run.handler(unplayed),
    cancel: app.remotes.cancel.handler(unplayed),
    conflicts: app.remotes.conflicts.handler(unplayed),
    resolve: app.remotes.resolve.handler(unplayed),
    continue: app.remotes.continue.handler(unplayed),
    undo: app.remotes.undo.handler(unplayed),
    abort: app.remotes.abort.handler(unplayed),
  },
}

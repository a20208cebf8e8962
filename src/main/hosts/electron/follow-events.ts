import type { RouterClient } from '@orpc/server'
import type { Clock, Logger, Scope } from '../../../base/index.ts'
import type { AppChange, Snapshot } from '../../../contracts/index.ts'
import type { AppRouter } from '../../routes/index.ts'

export type AppClient = RouterClient<AppRouter>

/** Between tries when the events cannot be followed. */
const retryMs = 1_000

/**
 * Keeps something of the desktop in step with the control plane until `scope` closes: `begin` takes a snapshot, at
 * the start and after each gap, and returns what takes the changes after it.
 */
export function followEvents(
  client: AppClient,
  { clock, log, scope }: { clock: Clock; log: Logger; scope: Scope },
  begin: (snapshot: Snapshot) => (change: AppChange) => void,
): void {
  const stop = new AbortController()
  const { signal } = stop
  scope.add(() => stop.abort())
  const follow = async (): Promise<void> => {
    const snapshot = await client.snapshot(undefined, { signal })
    const apply = begin(snapshot)
    for await (const event of await client.events.follow({ after: snapshot.cursor }, { signal })) {
      // The log cannot go on from here: begin anew.
      if (event.type === 'reset') return
      if (event.type === 'change') apply(event.change)
    }
  }
  const again = (): void => {
    if (!signal.aborted) clock.after(retryMs, start)
  }
  const start = (): void => {
    if (signal.aborted) return
    follow().then(again, (error: unknown) => {
      if (!signal.aborted) log.warn({ err: error }, 'the events could not be followed')
      again()
    })
  }
  start()
}

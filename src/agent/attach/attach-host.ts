import { Hub, type Scope } from '../../base/index.ts'
import {
  Failure,
  type AttachEvent,
  type AttachMode,
  type Seat,
  type SessionId,
  type WorkspaceId,
} from '../../contracts/index.ts'
import type { AgentStore } from '../store/index.ts'
import {
  attachWatcher,
  attachWriter,
  detach,
  endAll,
  nobody,
  type Attached,
  type Attachments,
} from './attach-state.ts'

export interface Attach {
  workspaceId: WorkspaceId
  sessionId: SessionId
  seat: Seat
  mode: AttachMode
  takeover: boolean
}

/** Who is attached to which session of this node. Lasts as long as the connections do: nothing of it is stored. */
export class AttachHost {
  readonly #store: AgentStore
  readonly #sessions = new Map<SessionId, Attachments>()

  constructor(store: AgentStore, scope: Scope) {
    this.#store = store
    const ending = this.#endStopped(store.appended.subscribe(scope.signal))
    scope.add(() => ending)
  }

  /**
   * Attaches from the moment of the call; what the attachment is told comes out of the iterator, which ends after
   * `taken` or `stopped`. Aborting `signal` detaches, and so does giving up the iterator once it has been read.
   * Throws `session_not_found`, `session_not_running`, `session_already_attached`.
   */
  attach(
    { workspaceId, sessionId, seat, mode, takeover }: Attach,
    signal: AbortSignal,
  ): AsyncGenerator<AttachEvent, void, void> {
    const row = this.#store.sessions.get(sessionId)
    if (row?.entity.workspaceId !== workspaceId)
      throw new Failure('session_not_found', `There is no session ${sessionId} in this workspace`)
    if (row.entity.status === 'stopped')
      throw new Failure('session_not_running', `Session "${row.entity.title}" was stopped`, {
        hint: 'Its transcript can be read. Start a new session to go on.',
      })
    const own = new Hub<AttachEvent>()
    const attached: Attached = { seat, tell: (event) => own.publish(event) }
    const events = own.subscribe(signal)
    this.#change(sessionId, (before) =>
      mode === 'write' ? attachWriter(before, attached, takeover) : attachWatcher(before, attached),
    )
    // Whose connection is gone before it began never reads the iterator.
    const leave = (): void => this.#change(sessionId, (before) => detach(before, attached))
    if (signal.aborted) leave()
    else signal.addEventListener('abort', leave, { once: true })
    return untilOver(events, () => {
      signal.removeEventListener('abort', leave)
      leave()
    })
  }

  #change(id: SessionId, change: (before: Attachments) => Attachments): void {
    const after = change(this.#sessions.get(id) ?? nobody)
    if (after.writer || after.watchers.size > 0) this.#sessions.set(id, after)
    else this.#sessions.delete(id)
  }

  async #endStopped(records: ReturnType<AgentStore['appended']['subscribe']>): Promise<void> {
    for await (const { entry } of records)
      if (entry.type === 'session' && entry.entity.status === 'stopped') this.#change(entry.entity.id, endAll)
  }
}

async function* untilOver(
  events: AsyncGenerator<AttachEvent, void, void>,
  leave: () => void,
): AsyncGenerator<AttachEvent, void, void> {
  try {
    for await (const event of events) {
      yield event
      if (event.type === 'taken' || event.type === 'stopped') return
    }
  } finally {
    leave()
  }
}

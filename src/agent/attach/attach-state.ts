import { Failure, type AttachEvent, type Seat, type SeatKind } from '../../contracts/index.ts'

/** One attachment: a seat's connection to a session. */
export interface Attached {
  seat: Seat
  tell(event: AttachEvent): void
}

/** Who is attached to a session. At most one writes (rule 8); any number watch. */
export interface Attachments {
  writer: Attached | null
  watchers: ReadonlySet<Attached>
}

export const nobody: Attachments = { writer: null, watchers: new Set() }

const places: Readonly<Record<SeatKind, string>> = {
  window: 'in another window',
  tab: 'in another browser tab',
  command_line: 'on a command line',
}

/**
 * Gives the session to `attached`. A seat that comes back, after a reload, takes the place it had; another one only
 * with `takeover`. Throws `session_already_attached`, with the writer in the details.
 */
export function attachWriter(before: Attachments, attached: Attached, takeover: boolean): Attachments {
  const { writer } = before
  if (writer && writer.seat.id !== attached.seat.id && !takeover)
    throw new Failure('session_already_attached', `The session is attached ${places[writer.seat.kind]}`, {
      hint: 'Take it over, or watch.',
      details: { writer: writer.seat },
    })
  writer?.tell({ type: 'taken', by: attached.seat })
  attached.tell({ type: 'attached' })
  return told({ ...before, writer: attached })
}

export function attachWatcher(before: Attachments, attached: Attached): Attachments {
  attached.tell({ type: 'writer', writer: before.writer?.seat ?? null })
  return { ...before, watchers: new Set([...before.watchers, attached]) }
}

/** Takes an attachment off. One that was taken over or ended before changes nothing. */
export function detach(before: Attachments, attached: Attached): Attachments {
  const watchers = new Set([...before.watchers].filter((watcher) => watcher !== attached))
  return before.writer === attached ? told({ writer: null, watchers }) : { ...before, watchers }
}

/** The session was stopped: everybody is told and off. */
export function endAll({ writer, watchers }: Attachments): Attachments {
  for (const attached of [...(writer ? [writer] : []), ...watchers]) attached.tell({ type: 'stopped' })
  return nobody
}

function told(after: Attachments): Attachments {
  for (const watcher of after.watchers) watcher.tell({ type: 'writer', writer: after.writer?.seat ?? null })
  return after
}

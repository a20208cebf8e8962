import { tellingLine } from '../../base/index.ts'
import type { Session, SessionId } from '../../contracts/index.ts'
import type { Change } from '../store/index.ts'
import type { SessionRecords } from './session-records.ts'

/** Longest title made from a prompt; lists cut later anyway. */
const maxTitleChars = 80

/** What a text is about, short enough for a list; empty when it says nothing. */
function titleFrom(text: string): string {
  // Control characters would garble a terminal that prints the list.
  const line = tellingLine(text)
    .replace(/[\u0000-\u001f\u007f]/g, ' ')
    .trim()
  return line.length > maxTitleChars ? `${line.slice(0, maxTitleChars - 1).trimEnd()}…` : line
}

/** The title of a session as we or the agent make it; one that the user gave is never replaced. */
export class SessionTitle {
  readonly #records: SessionRecords
  readonly #id: SessionId
  /** The last title that was ours to replace. */
  #own: string

  constructor(records: SessionRecords, session: Session) {
    this.#records = records
    this.#id = session.id
    this.#own = session.agentName
  }

  suggest(change: Change, text: string): void {
    const title = titleFrom(text)
    if (title === '' || this.#records.session(this.#id).title !== this.#own) return
    this.#own = title
    this.#records.patchSession(change, this.#id, { title })
  }
}

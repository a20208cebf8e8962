import type { Logger, Scope } from '../../base/index.ts'
import type { Limits } from '../../contracts/index.ts'
import type { AgentStore } from '../store/index.ts'
import { shortenMessage, slimToolCall, type Shrink } from './shrink.ts'

interface Deps {
  store: AgentStore
  limits: () => Limits
  log: Logger
}

/** The size is looked at after so many records: counting a long journal costs. */
const checkEvery = 500
/** A full journal is brought down to this part of its limit, so that it is not full again at once. */
const target = 0.8
const page = 500

/**
 * Bounds the journal while nobody reads it (`journalKeepRecords`, `journalKeepBytes`). In this order, as far as
 * needed:
 * 1. states between the oldest and the newest kept of each entity go (nothing is lost: readers want the newest);
 * 2. tool calls, oldest first, lose their content and raw input and output;
 * 3. messages, oldest first, are cut short.
 * An entity's newest record itself is never given up, so a reader always arrives at the final list of workspaces,
 * sessions, turns, messages and approvals. Seqs stay dense for readers (`fill-gaps.ts`), and one
 * `journal.truncated` record says what was done.
 */
export class JournalKeeper {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** From now on looks at the size as records are appended, until `scope` closes. */
  watch(scope: Scope): void {
    void this.#watch(scope.signal)
  }

  /** Brings the journal within its limits if it is over them. Returns whether it was. */
  compactIfFull(): boolean {
    const { store, limits, log } = this.#deps
    const before = store.journal.size()
    const { journalKeepRecords, journalKeepBytes } = limits()
    if (before.records <= journalKeepRecords && before.bytes <= journalKeepBytes) return false
    store.change(({ tell }) => {
      const from = store.journal.firstSeq()
      const to = store.journal.lastSeq()
      const dropped = store.journal.dropSuperseded()
      const slimmed = this.#shrink(journalKeepBytes * target, slimToolCall)
      const cut = this.#shrink(journalKeepBytes * target, shortenMessage)
      const what = describe(dropped, slimmed, cut)
      log.warn({ before, after: store.journal.size(), dropped, slimmed, cut }, 'the journal was full')
      if (what) tell({ type: 'journal.truncated', entity: { from, to, what } })
    })
    return true
  }

  async #watch(signal: AbortSignal): Promise<void> {
    let unchecked = 0
    for await (const _ of this.#deps.store.appended.subscribe(signal)) {
      if (signal.aborted) return
      unchecked++
      if (unchecked < Math.min(checkEvery, this.#deps.limits().journalKeepRecords)) continue
      unchecked = 0
      this.compactIfFull()
    }
  }

  /** Applies `shrink` to the oldest records until the journal is at most `bytes` long. Returns how many changed. */
  #shrink(bytes: number, shrink: Shrink): number {
    const { journal } = this.#deps.store
    let over = journal.size().bytes - bytes
    let changed = 0
    let cursor = 0
    while (over > 0) {
      const rows = journal.after(cursor, page)
      for (const row of rows) {
        cursor = row.record.seq
        const smaller = over > 0 ? shrink(row.record.entry) : null
        if (!smaller) continue
        journal.replace(cursor, smaller)
        over -= row.bytes - Buffer.byteLength(JSON.stringify(smaller))
        changed++
      }
      if (rows.length < page) break
    }
    return changed
  }
}

/** What was done, in words; null when there was nothing to do. */
function describe(dropped: number, slimmed: number, cut: number): string | null {
  const parts = [
    dropped > 0 ? `${dropped} intermediate states were left out (the newest of each is kept)` : '',
    slimmed > 0 ? `the content of ${slimmed} tool calls was left out` : '',
    cut > 0 ? `${cut} messages were cut short` : '',
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(', ') : null
}

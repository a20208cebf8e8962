import type { NeedKind } from './need-kind.ts'
import type { Looking, Need } from './needs.ts'

/** What was dealt with so far. */
export interface Notified {
  /** Needs that are there and get no notification any more: each gets one chance. */
  readonly known: ReadonlySet<string>
  /** Those whose notification may still be on the screen. */
  readonly shown: ReadonlySet<string>
}

export interface Announcement {
  state: Notified
  show: Need[]
  /** Ids of needs whose notifications are to go. */
  withdraw: string[]
}

/**
 * Which notifications to show and to withdraw, given all there is now. `before` is null at the start: what waited
 * already is in the list of what needs the user and is not announced. A need gets one notification at most, none
 * when the user looks at it (`looking` is null when no window has the focus) or does not want its kind. A
 * notification goes when its need has gone, the user looks at it, or its kind is no longer wanted.
 */
export function announce(
  before: Notified | null,
  needs: readonly Need[],
  looking: Looking | null,
  wanted: readonly NeedKind[],
): Announcement {
  const silent = (need: Need): boolean => !wanted.includes(need.kind) || isLookedAt(need, looking)
  const show = before === null ? [] : needs.filter((need) => !before.known.has(need.id) && !silent(need))
  const loud = new Set(needs.filter((need) => !silent(need)).map(({ id }) => id))
  const kept = [...(before?.shown ?? [])].filter((id) => loud.has(id))
  return {
    state: {
      known: new Set(needs.map(({ id }) => id)),
      shown: new Set([...kept, ...show.map(({ id }) => id)]),
    },
    show,
    withdraw: [...(before?.shown ?? [])].filter((id) => !loud.has(id)),
  }
}

const isLookedAt = (need: Need, looking: Looking | null): boolean =>
  looking !== null && (looking.inbox || looking.sessions.includes(need.sessionId))

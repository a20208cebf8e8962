const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** How long before `now` something was, in the fewest words: now, 3 min, 2 h, yesterday, Mon, 12 Nov. */
export function relativeTime(at: number, now: number, locale = 'en'): string {
  const elapsed = now - at
  if (elapsed < minute) return 'now'
  if (elapsed < hour) return `${Math.floor(elapsed / minute)} min`
  const midnight = new Date(now).setHours(0, 0, 0, 0)
  if (at >= midnight) return `${Math.floor(elapsed / hour)} h`
  if (at >= midnight - day) return 'yesterday'
  if (at >= midnight - 6 * day) return new Intl.DateTimeFormat(locale, { weekday: 'short' }).format(at)
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }).format(at)
}

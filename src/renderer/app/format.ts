const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** Up to here a weekday is clearer than a date. */
const week = 7 * day

/** How long ago, short: `now`, `2 min`, `3 h`, `yesterday`, `Mon`, `4 Mar`, `4 Mar 2024`. */
export function relativeTime(at: number, now: number): string {
  const ago = now - at
  if (ago < minute) return 'now'
  if (ago < hour) return `${Math.floor(ago / minute)} min`
  if (ago < day) return `${Math.floor(ago / hour)} h`
  if (ago < 2 * day) return 'yesterday'
  const date = new Date(at)
  if (ago < week) return date.toLocaleDateString('en', { weekday: 'short' })
  const year = date.getFullYear() === new Date(now).getFullYear() ? {} : { year: 'numeric' as const }
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', ...year })
}

/** The exact time, for a title: `21 Nov 2025, 14:05:09`. */
export const exactTime = (at: number): string =>
  new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })

const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']

/** Bytes with a unit of 1024: `84 MiB`, `1.5 GiB`. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10))
  const value = bytes / 1024 ** power
  return `${power === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${units[power]}`
}

/** `1 file`, `3 files`. */
export const count = (amount: number, one: string, many = `${one}s`): string =>
  `${amount.toLocaleString('en')} ${amount === 1 ? one : many}`

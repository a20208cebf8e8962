import { useSyncExternalStore } from 'react'
import { relativeTime } from './format-time.ts'

const tickMs = 15_000
const listeners = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

const tick = (): void => {
  now = Date.now()
  for (const listener of listeners) listener()
}

/** One clock for all times on the screen; it runs only while something shows one and the window is visible. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (timer === undefined) {
    // It stood still while nothing showed a time.
    now = Date.now()
    timer = setInterval(() => document.visibilityState === 'visible' && tick(), tickMs)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** "3 min"; the exact time on hover. `at` in milliseconds since the epoch. */
export function RelativeTime({ at }: { at: number }) {
  const current = useSyncExternalStore(subscribe, () => now)
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={new Date(at).toLocaleString()}
      className="flex-none text-xs text-subtle tabular-nums"
    >
      {relativeTime(at, Math.max(current, at))}
    </time>
  )
}

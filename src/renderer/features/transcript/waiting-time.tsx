import { useEffect, useState } from 'react'

/** `waiting 0:14`, counting up. `since` in milliseconds since the epoch. */
export function WaitingTime({ since }: { since: number }) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.max(0, Math.floor((now - since) / 1_000))
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  return <span className="flex-none text-subtle tabular-nums">waiting {text}</span>
}

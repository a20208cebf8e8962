import { clockText } from './clock-text.ts'
import { useNow } from './use-now.ts'

/** `waiting 0:14`, counting up, or `expires in 4:32`, counting down. Milliseconds since the epoch. */
export function WaitingTime({ since, until }: { since: number; until: number | null }) {
  const now = useNow()
  const text =
    until === null
      ? `waiting ${clockText(Math.floor((now - since) / 1_000) * 1_000)}`
      : `expires in ${clockText(until - now)}`
  return (
    <span
      title={
        until === null ? undefined : `Cancelled at ${new Date(until).toLocaleTimeString()} if nobody answers`
      }
      className="flex-none text-subtle tabular-nums"
    >
      {text}
    </span>
  )
}

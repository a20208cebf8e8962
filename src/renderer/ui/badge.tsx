import type { ReactNode } from 'react'

const tones = {
  plain: 'bg-active text-muted',
  attention: 'bg-attention-bg text-attention',
  running: 'bg-running-bg text-running',
  error: 'bg-error-bg text-error',
  queued: 'bg-queued-bg text-queued',
  accent: 'bg-accent-bg text-accent',
}

/** A count or a word in a pill. */
export function Badge({
  tone = 'plain',
  label,
  children,
}: {
  tone?: keyof typeof tones
  label?: string
  children: ReactNode
}) {
  return (
    <span aria-label={label} className={`flex-none rounded-full px-1.5 text-xs tabular-nums ${tones[tone]}`}>
      {children}
    </span>
  )
}

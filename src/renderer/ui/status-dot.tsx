import { cx } from './class-names.ts'

/** Status has one colour and one meaning everywhere. */
export type Status = 'running' | 'attention' | 'error' | 'queued' | 'idle' | 'stale' | 'done' | 'off'

const looks: Record<Status, { className: string; word: string }> = {
  running: { className: 'bg-running', word: 'working' },
  attention: { className: 'bg-attention', word: 'needs you' },
  error: { className: 'bg-error', word: 'failed' },
  queued: { className: 'inset-ring-2 inset-ring-queued', word: 'queued' },
  idle: { className: 'bg-idle', word: 'idle' },
  stale: { className: 'bg-stale', word: 'not heard from' },
  done: { className: 'bg-done', word: 'done, not seen yet' },
  off: { className: 'inset-ring-[1.5px] inset-ring-idle', word: 'stopped' },
}

/** A dot with the status as a word for those who do not see it. `label` replaces the word; empty hides it. */
export function StatusDot({ status, label }: { status: Status; label?: string }) {
  const { className, word } = looks[status]
  const text = label ?? word
  return (
    <span
      role={text ? 'img' : undefined}
      aria-hidden={text ? undefined : true}
      aria-label={text || undefined}
      title={text || undefined}
      className={cx('inline-block size-2 flex-none rounded-full', className)}
    />
  )
}

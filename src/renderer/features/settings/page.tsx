import type { ReactNode } from 'react'

/**
 * A settings page: a heading, what it is about, and rows. One without controls is `readOnly`: it takes the focus
 * itself, so that the keyboard can scroll it.
 */
export function Page({
  title,
  about,
  readOnly = false,
  children,
}: {
  title: string
  about?: ReactNode
  readOnly?: boolean
  children: ReactNode
}) {
  return (
    <section
      aria-label={title}
      tabIndex={readOnly ? 0 : undefined}
      className="min-h-0 overflow-y-auto px-7 py-5 -outline-offset-2"
    >
      <h2 className="mb-1 text-lg font-semibold">{title}</h2>
      {about && <p className="mb-4 max-w-2xl text-muted">{about}</p>}
      <div className="mt-4 flex max-w-2xl flex-col gap-3.5">{children}</div>
    </section>
  )
}

/** One setting: its name and what it means at the left, its control at the right. */
export function Row({
  id,
  label,
  hint,
  children,
}: {
  /** Id of the control. */
  id: string
  label: string
  hint?: ReactNode
  children: ReactNode
}) {
  return (
    <div className="flex items-center gap-6 border-t border-line pt-3.5 first:border-t-0 first:pt-0">
      <div className="min-w-0 flex-1">
        <label htmlFor={id}>{label}</label>
        {hint && <div className="text-sm text-subtle">{hint}</div>}
      </div>
      {children}
    </div>
  )
}

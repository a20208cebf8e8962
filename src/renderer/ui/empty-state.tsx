import type { ReactNode } from 'react'

/** What a place is for, and the one next step. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  icon?: ReactNode
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="flex h-full flex-col items-center justify-center gap-3 p-8 text-center">
      {icon && (
        <span aria-hidden className="text-subtle [&_svg]:size-6">
          {icon}
        </span>
      )}
      <h2 className="text-lg font-semibold">{title}</h2>
      {children && <div className="max-w-md text-muted">{children}</div>}
      {action}
    </div>
  )
}

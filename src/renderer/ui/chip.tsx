import type { ReactNode } from 'react'
import { cx } from './class-names.ts'

/** A small fact in a frame, such as a branch or a node. `title` is the full text on hover. */
export function Chip({
  icon,
  mono = false,
  title,
  children,
}: {
  icon?: ReactNode
  mono?: boolean
  title?: string
  children: ReactNode
}) {
  return (
    <span
      title={title}
      className={cx(
        'inline-flex h-[22px] min-w-0 items-center gap-1.5 rounded-sm border border-line bg-raised px-[7px] text-sm whitespace-nowrap text-muted [&_svg]:size-3.5 [&_svg]:flex-none',
        mono && 'font-mono',
      )}
    >
      {icon}
      <span className="truncate">{children}</span>
    </span>
  )
}

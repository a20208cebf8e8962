import type { ReactNode } from 'react'

/** The bar over the main area, 44 px: what this is about, then what can be done with it. */
export function TopBar({
  title,
  before,
  children,
}: {
  title: string
  before?: ReactNode
  children?: ReactNode
}) {
  return (
    <header className="flex h-11 flex-none items-center gap-2.5 border-b border-line bg-app px-3.5">
      {before}
      <h1 className="truncate font-semibold" title={title}>
        {title}
      </h1>
      {children}
    </header>
  )
}

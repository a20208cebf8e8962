import { cx } from '../../ui/index.ts'

/** The look of a row of the sidebar. */
export const rowClass = (on: boolean, folded: boolean): string =>
  cx(
    'flex h-7 min-w-0 flex-1 items-center gap-2 rounded-md px-2 -outline-offset-2',
    on ? 'bg-active text-fg' : 'text-muted hover:bg-hover',
    folded && 'justify-center',
  )

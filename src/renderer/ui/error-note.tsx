import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'

export interface ShownError {
  code: string
  message: string
  hint?: string | undefined
}

/** What happened, what to do, and a way to try again. `children` may hold more, such as output. */
export function ErrorNote({
  error,
  onRetry,
  children,
}: {
  error: ShownError
  onRetry?: (() => void) | undefined
  children?: ReactNode
}) {
  return (
    <div role="alert" className="flex gap-2.5 rounded-md border border-error/40 bg-error-bg px-3 py-2">
      <CircleAlert aria-hidden className="mt-0.5 size-4 flex-none text-error" />
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <p className="break-words">{error.message}</p>
        {error.hint && <p className="break-words text-muted">{error.hint}</p>}
        {children}
        <p className="font-mono text-xs text-muted select-text">{error.code}</p>
      </div>
      {onRetry && (
        <Button size="sm" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  )
}

import { useId, type ReactNode } from 'react'

const tones = { plain: 'text-subtle', error: 'text-error', good: 'text-running' }

/**
 * A labelled row of a form: label column of 104 px, then the control, then a hint. `children` gets the ids that tie
 * control, label and hint together.
 */
export function Field({
  label,
  hint,
  tone = 'plain',
  children,
}: {
  label: string
  hint?: ReactNode
  tone?: keyof typeof tones
  children: (ids: { id: string; 'aria-describedby': string | undefined }) => ReactNode
}) {
  const id = useId()
  const hintId = `${id}-hint`
  return (
    <div className="grid grid-cols-[104px_minmax(0,1fr)] gap-3 max-sm:grid-cols-1 max-sm:gap-1">
      <label htmlFor={id} className="pt-1.5 text-sm font-medium text-muted">
        {label}
      </label>
      <div className="flex min-w-0 flex-col gap-1">
        {children({ id, 'aria-describedby': hint ? hintId : undefined })}
        {hint && (
          <div
            id={hintId}
            aria-live={tone === 'error' ? 'polite' : undefined}
            className={`text-sm ${tones[tone]}`}
          >
            {hint}
          </div>
        )}
      </div>
    </div>
  )
}

import { CircleAlert, Terminal, X } from 'lucide-react'
import { Button, cx, IconButton } from '../../../ui/index.ts'
import type { Answer } from './answer.ts'

/** The answer to a command, until it is closed or the next one is given. */
export function AnswerNote({ answer, onClose }: { answer: Answer; onClose(): void }) {
  const { tone, title, hint, lines = [], action } = answer
  const isError = tone === 'error'
  const Icon = isError ? CircleAlert : Terminal
  return (
    <div
      role={isError ? 'alert' : 'status'}
      aria-label="Answer"
      className={cx(
        'mb-2 flex gap-2.5 rounded-md border px-3 py-1.5',
        isError ? 'border-error/40 bg-error-bg' : 'border-line bg-panel',
      )}
    >
      <Icon aria-hidden className={cx('mt-1 size-4 flex-none', isError ? 'text-error' : 'text-muted')} />
      <div className="min-w-0 flex-1 py-0.5 select-text">
        <p className="break-words">{title}</p>
        {hint !== undefined && <p className="break-words text-muted">{hint}</p>}
        {lines.length > 0 && (
          <ul
            tabIndex={0}
            aria-label="Details"
            className="mt-1 grid max-h-[30vh] grid-cols-[fit-content(60%)_minmax(0,1fr)] gap-x-4 overflow-y-auto"
          >
            {lines.map(({ code, text, mark }) => (
              <li key={`${code} ${mark ?? ''}`} className="col-span-2 grid grid-cols-subgrid text-sm">
                <span className="truncate font-mono" title={code}>
                  {code}
                </span>
                <span className="truncate text-muted" title={text}>
                  {text}
                  {mark !== undefined && <span className="ml-2 text-subtle">{mark}</span>}
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
      {action && (
        <Button size="sm" onClick={action.run}>
          {action.label}
        </Button>
      )}
      <IconButton size="sm" label="Close the answer" icon={<X />} onClick={onClose} />
    </div>
  )
}

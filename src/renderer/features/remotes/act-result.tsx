import { CircleAlert, CircleCheck, CircleSlash } from 'lucide-react'
import type { GitOutcome } from '../../../contracts/index.ts'
import { cx } from '../../ui/index.ts'

const icons = {
  done: CircleCheck,
  nothing: CircleSlash,
  conflict: CircleAlert,
  failed: CircleAlert,
  cancelled: CircleSlash,
}
const tones = {
  done: 'text-running',
  nothing: 'text-subtle',
  conflict: 'text-attention',
  failed: 'text-error',
  cancelled: 'text-subtle',
}

/** How an act ended in each repository, with what git, hooks and the remote said where it failed. */
export function ActResult({ outcomes, named }: { outcomes: readonly GitOutcome[]; named: boolean }) {
  return (
    <ul aria-label="Result" className="flex flex-col gap-3 py-3">
      {outcomes.map(({ repositoryId, repository, outcome, message, failure, output }) => {
        const Icon = icons[outcome]
        return (
          <li key={repositoryId} className="flex gap-2">
            <Icon aria-label={outcome} className={cx('mt-0.5 size-4 flex-none', tones[outcome])} />
            <div
              role={outcome === 'failed' ? 'alert' : undefined}
              className="flex min-w-0 flex-1 flex-col gap-1 break-words"
            >
              <span>
                {named && <span className="font-medium">{repository}: </span>}
                {message}
              </span>
              {failure?.hint && <span className="text-muted">{failure.hint}</span>}
              {outcome === 'failed' && output !== '' && (
                <pre
                  tabIndex={0}
                  aria-label={`Output of git in ${repository}`}
                  className="max-h-48 overflow-auto rounded-sm bg-input p-2 font-mono text-sm whitespace-pre-wrap select-text"
                >
                  {output}
                </pre>
              )}
            </div>
          </li>
        )
      })}
    </ul>
  )
}

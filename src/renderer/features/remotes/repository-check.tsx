import { ArrowRight, CircleAlert, Info, OctagonX } from 'lucide-react'
import type { PreCheck, PreCheckCode, RepositoryCheck } from '../../../contracts/index.ts'
import { count } from '../../app/index.ts'
import { Checkbox, cx } from '../../ui/index.ts'

const icons = { stop: OctagonX, confirm: CircleAlert, note: Info }
const tones = { stop: 'text-error', confirm: 'text-attention', note: 'text-subtle' }
const levelWords = { stop: 'In the way', confirm: 'To be confirmed', note: 'Good to know' }
/** Files named under a check; the rest is counted. */
const namedFiles = 8

/** What an act would do in one repository, in numbers, and what stands in its way. */
export function RepositoryCheckView({
  check,
  named,
  arrow,
  confirmed,
  onConfirm,
}: {
  check: RepositoryCheck
  /** With several repositories each says its name. */
  named: boolean
  /** False where nothing arrives anywhere, as with a fetch. */
  arrow: boolean
  confirmed: ReadonlySet<PreCheckCode>
  onConfirm(code: PreCheckCode, on: boolean): void
}) {
  return (
    <section
      aria-label={check.repository}
      className="flex flex-col gap-2 border-b border-line py-3 last:border-b-0"
    >
      <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
        {named && <span className="font-medium">{check.repository}</span>}
        <Name>{check.from}</Name>
        {arrow && (
          <>
            <ArrowRight aria-label="to" className="size-3.5 flex-none text-subtle" />
            <Name>{check.to}</Name>
          </>
        )}
        {check.needed && check.commits > 0 && (
          <span className="ml-auto text-sm text-muted tabular-nums">
            {count(check.commits, 'commit')}, {count(check.files, 'file')}
          </span>
        )}
      </div>
      {check.checks.length > 0 && (
        <ul className="flex flex-col gap-1.5">
          {check.checks.map((one) => (
            <Check key={one.code} check={one} on={confirmed.has(one.code)} onConfirm={onConfirm} />
          ))}
        </ul>
      )}
    </section>
  )
}

const Name = ({ children }: { children: string }) => (
  <span className="truncate font-mono text-sm" title={children}>
    {children}
  </span>
)

function Check({
  check: { code, level, message, hint, files },
  on,
  onConfirm,
}: {
  check: PreCheck
  on: boolean
  onConfirm(code: PreCheckCode, on: boolean): void
}) {
  const Icon = icons[level]
  return (
    <li className="flex gap-2">
      <Icon aria-label={levelWords[level]} className={cx('mt-0.5 size-4 flex-none', tones[level])} />
      <div className="flex min-w-0 flex-1 flex-col gap-0.5 break-words">
        {level === 'confirm' ? (
          <Checkbox checked={on} onChange={(next) => onConfirm(code, next)}>
            {message}
          </Checkbox>
        ) : (
          <span className={level === 'note' ? 'text-muted' : undefined}>{message}</span>
        )}
        {hint && <span className="text-sm text-muted">{hint}</span>}
        {files.length > 0 && (
          <ul className="mt-0.5 flex flex-col font-mono text-sm text-muted">
            {files.slice(0, namedFiles).map((file) => (
              <li key={file} className="truncate" title={file}>
                {file}
              </li>
            ))}
            {files.length > namedFiles && <li className="font-sans">and {files.length - namedFiles} more</li>}
          </ul>
        )}
      </div>
    </li>
  )
}

import { Check, ShieldOff, TriangleAlert, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { questionOf, type Approval } from '../../../contracts/index.ts'
import { useAct, useAnswer, useEntities } from '../../app/index.ts'
import { heldBy } from '../../state/index.ts'
import { Button, ErrorNote } from '../../ui/index.ts'
import { HeldNote } from '../file-locks/index.ts'
import { keyOfOption, outcomeOf } from './approval-keys.ts'
import { Remembered } from './remembered.tsx'
import { WaitingTime } from './waiting-time.tsx'

interface Props {
  approval: Approval
  /** Where the card stands. In a transcript it takes the focus and is read out; in a list neither. */
  from?: 'window' | 'inbox'
  /** Keys answer this one, so it shows them. */
  current?: boolean
}

/** A question of the agent. It stands out until it is answered, then it is one line. */
export function ApprovalCard(props: Props) {
  return props.approval.status === 'pending' ? <Pending {...props} /> : <Answered {...props} />
}

/** True while a person writes: the focus is in a terminal or in a field that holds text. */
function isTyping(): boolean {
  const active = document.activeElement
  if (active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement)
    return active.value !== '' || active.closest('.xterm') !== null
  return active?.matches('select, [contenteditable="true"]') ?? false
}

function Pending({ approval, from = 'window', current = true }: Props) {
  const send = useAnswer(from)
  const act = useAct()
  const locks = useEntities((entities) => heldBy(entities, approval.id))
  // What waits for a file can be rejected, and allowed when the file is free.
  const options = approval.options.filter(({ kind }) => locks.length === 0 || kind.startsWith('reject'))
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (from === 'window' && !isTyping()) first.current?.focus({ preventScroll: true })
  }, [from])
  const answer = (option: string) => void act.run(() => send(approval, option))
  return (
    <section
      role={from === 'window' ? 'alert' : undefined}
      aria-label={questionOf(approval)}
      className="overflow-hidden rounded-md border border-attention bg-attention-bg"
    >
      <header className="flex h-[30px] items-center gap-2 px-2.5 text-sm text-attention">
        <TriangleAlert aria-hidden className="size-4 flex-none" />
        <b className="truncate font-medium">{questionOf(approval)}</b>
        <span className="flex-1" />
        <WaitingTime since={approval.createdAt} until={approval.expiresAt} />
      </header>
      <pre
        tabIndex={0}
        aria-label="What will happen"
        className="max-h-52 overflow-auto px-2.5 pb-[9px] font-mono text-sm leading-[18px] break-words whitespace-pre-wrap select-text"
      >
        {approval.detail || approval.title}
      </pre>
      {act.failure && (
        <div className="px-2.5 pb-2.5">
          <ErrorNote error={act.failure} />
        </div>
      )}
      <HeldNote approval={approval} locks={locks} />
      <div className="flex flex-wrap items-center gap-2 px-2.5 pb-2.5">
        {options.map((option, index) => {
          const keys = current ? keyOfOption(approval, option) : undefined
          const rejects = option.kind.startsWith('reject')
          return (
            <Button
              key={option.id}
              ref={index === 0 ? first : undefined}
              size="sm"
              kind={index === 0 && !rejects ? 'primary' : rejects ? 'ghost' : 'plain'}
              loading={act.busy}
              {...(keys ? { keys } : {})}
              onClick={() => answer(option.id)}
            >
              {option.name}
            </Button>
          )
        })}
      </div>
      <Remembered approval={approval} />
    </section>
  )
}

function Answered({ approval }: Props) {
  const Icon = approval.status === 'approved' ? Check : approval.status === 'denied' ? X : ShieldOff
  const chosen = approval.options.find((option) => option.id === approval.chosenOption)
  return (
    <div className="flex min-w-0 items-center gap-2 text-sm text-subtle">
      <Icon aria-hidden className="size-3.5 flex-none" />
      <span className="flex-none">{outcomeOf(approval)}</span>
      <span className="truncate font-mono" title={approval.detail || approval.title}>
        {(approval.detail || approval.title).split('\n')[0]}
      </span>
      {chosen && approval.rule === null && <span className="flex-none">· {chosen.name}</span>}
    </div>
  )
}

import { Check, ExternalLink, HelpCircle, ShieldOff, X } from 'lucide-react'
import { useRef, useState } from 'react'
import type { Question, QuestionAnswer } from '../../../contracts/index.ts'
import { useAct, useServices } from '../../app/index.ts'
import { Button, ErrorNote } from '../../ui/index.ts'
import { answerText, initialAnswer, missingField } from './question-answer.ts'
import { QuestionInput } from './question-input.tsx'
import { WaitingTime } from './waiting-time.tsx'

/** A question of the agent to the user. It stands out until it has an outcome. */
export function QuestionCard({ question }: { question: Question }) {
  return question.status === 'pending' ? <Pending question={question} /> : <Settled question={question} />
}

function Pending({ question }: { question: Question }) {
  const { client } = useServices()
  const act = useAct()
  const [content, setContent] = useState<QuestionAnswer>(() => initialAnswer(question))
  const form = useRef<HTMLFormElement>(null)
  const missing = missingField(question, content)
  const wrong = act.failure?.details?.['field']
  const send = (action: 'accept' | 'decline'): void =>
    void act.run(() => client.question.answer({ questionId: question.id, action, content }))
  return (
    <section
      role="alert"
      aria-label="Question of the agent"
      className="overflow-hidden rounded-md border border-attention bg-attention-bg"
    >
      <header className="flex h-[30px] items-center gap-2 px-2.5 text-sm text-attention">
        <HelpCircle aria-hidden className="size-4 flex-none" />
        <b className="truncate font-medium">
          {question.url === null ? 'The agent asks' : 'The agent asks you to open a page'}
        </b>
        <span className="flex-1" />
        <WaitingTime since={question.createdAt} until={null} />
      </header>
      <form
        ref={form}
        className="flex flex-col gap-3 px-2.5 pb-2.5"
        onSubmit={(event) => {
          event.preventDefault()
          if (missing === false) send('accept')
        }}
      >
        <p className="break-words whitespace-pre-wrap select-text">{question.message}</p>
        {question.url !== null && <Page url={question.url} />}
        {question.fields.map((field) => (
          <QuestionInput
            key={field.name}
            field={field}
            value={content[field.name]}
            invalid={wrong === field.name}
            onChange={(value) => setContent({ ...content, [field.name]: value })}
          />
        ))}
        {act.failure && <ErrorNote error={act.failure} />}
        <div className="flex flex-wrap items-center gap-2">
          {question.url === null ? (
            <Button type="submit" size="sm" kind="primary" loading={act.busy} disabled={missing}>
              Answer
            </Button>
          ) : (
            <Button
              size="sm"
              kind="primary"
              icon={<ExternalLink className="size-3.5" />}
              loading={act.busy}
              onClick={() => {
                window.open(question.url ?? undefined, '_blank', 'noopener,noreferrer')
                send('accept')
              }}
            >
              Open page
            </Button>
          )}
          <Button size="sm" kind="ghost" loading={act.busy} onClick={() => send('decline')}>
            Decline
          </Button>
        </div>
      </form>
    </section>
  )
}

/** Where a page leads: its host stands out, because that is what decides whether to trust it. */
function Page({ url }: { url: string }) {
  const { host } = new URL(url)
  return (
    <p className="text-sm break-all select-text">
      <b className="font-medium">{host}</b>
      <span className="block font-mono text-muted">{url}</span>
    </p>
  )
}

const words = {
  answered: 'Answered',
  declined: 'Declined',
  cancelled: 'Cancelled without an answer',
} as const
const icons = { answered: Check, declined: X, cancelled: ShieldOff } as const

function Settled({ question }: { question: Question }) {
  const { status } = question
  if (status === 'pending') return null
  const Icon = icons[status]
  return (
    <div className="flex min-w-0 flex-col gap-1 text-sm text-subtle">
      <div className="flex min-w-0 items-center gap-2">
        <Icon aria-hidden className="size-3.5 flex-none" />
        <span className="flex-none">{words[status]}</span>
        <span className="truncate" title={question.message}>
          {question.message.split('\n')[0]}
        </span>
      </div>
      {question.answer && (
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 pl-[22px] select-text">
          {question.fields.map((field) => {
            const value = question.answer?.[field.name]
            return (
              value !== undefined && (
                <div key={field.name} className="contents">
                  <dt>{field.label}</dt>
                  <dd className="break-words text-muted">{answerText(field, value)}</dd>
                </div>
              )
            )
          })}
        </dl>
      )}
    </div>
  )
}

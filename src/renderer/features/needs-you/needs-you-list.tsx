import { Check } from 'lucide-react'
import type { Approval, Question, SessionView } from '../../../contracts/index.ts'
import { formatRoute, rowKeys, useEntities, useServices, type Route } from '../../app/index.ts'
import { needsYou, sessionStatus } from '../../state/index.ts'
import { IconButton, RelativeTime, StatusDot } from '../../ui/index.ts'

/** Approvals and questions that wait, longest first, then sessions whose result nobody has seen. */
export function NeedsYouList({ onGo }: { onGo(): void }) {
  const approvals = useEntities((entities) => needsYou(entities).approvals)
  const questions = useEntities((entities) => needsYou(entities).questions)
  const unseen = useEntities((entities) => needsYou(entities).unseen)
  if (approvals.length + questions.length + unseen.length === 0)
    return (
      <p className="text-muted">
        Nothing waits for you. Approvals, questions, and results you have not seen, come up here.
      </p>
    )
  return (
    <ul className="-mx-1.5 flex max-h-96 flex-col gap-0.5 overflow-y-auto" ref={rowKeys}>
      {approvals.map((approval) => (
        <ApprovalRow key={approval.id} approval={approval} onGo={onGo} />
      ))}
      {questions.map((question) => (
        <QuestionRow key={question.id} question={question} onGo={onGo} />
      ))}
      {unseen.map((session) => (
        <UnseenRow key={session.id} session={session} onGo={onGo} />
      ))}
    </ul>
  )
}

const sessionRoute = ({ workspaceId, id }: Pick<SessionView, 'workspaceId' | 'id'>): Route => ({
  name: 'workspace',
  workspaceId,
  tab: { kind: 'session', id },
})

const rowClass = 'flex min-w-0 flex-1 flex-col rounded-md px-2 py-1.5 -outline-offset-2 hover:bg-hover'

function ApprovalRow({ approval, onGo }: { approval: Approval; onGo(): void }) {
  const session = useEntities((entities) => entities.sessions[approval.sessionId])
  return (
    <li>
      <a
        data-row
        href={formatRoute(sessionRoute({ workspaceId: approval.workspaceId, id: approval.sessionId }))}
        onClick={onGo}
        className={rowClass}
      >
        <span className="flex items-center gap-2">
          <StatusDot status="attention" label="waits for your answer" />
          <span className="flex-1 truncate font-medium" title={approval.title}>
            {approval.title}
          </span>
          <RelativeTime at={approval.createdAt} />
        </span>
        {approval.detail !== approval.title && (
          <span className="truncate pl-4 font-mono text-sm text-muted" title={approval.detail}>
            {approval.detail}
          </span>
        )}
        <span className="truncate pl-4 text-sm text-subtle">{session?.title}</span>
      </a>
    </li>
  )
}

function QuestionRow({ question, onGo }: { question: Question; onGo(): void }) {
  const session = useEntities((entities) => entities.sessions[question.sessionId])
  return (
    <li>
      <a
        data-row
        href={formatRoute(sessionRoute({ workspaceId: question.workspaceId, id: question.sessionId }))}
        onClick={onGo}
        className={rowClass}
      >
        <span className="flex items-center gap-2">
          <StatusDot status="attention" label="waits for your answer" />
          <span className="flex-1 truncate font-medium" title={question.message}>
            {question.message}
          </span>
          <RelativeTime at={question.createdAt} />
        </span>
        <span className="truncate pl-4 text-sm text-subtle">{session?.title}</span>
      </a>
    </li>
  )
}

function UnseenRow({ session, onGo }: { session: SessionView; onGo(): void }) {
  const { client, toasts } = useServices()
  const workspace = useEntities((entities) => entities.workspaces[session.workspaceId])
  const { status, word } = sessionStatus(session, 0)
  const markSeen = (): void => {
    client.session
      .markSeen({ sessionId: session.id })
      .catch((error: unknown) => toasts.failed('Mark as seen', error))
  }
  return (
    <li className="flex items-center gap-1">
      <a data-row href={formatRoute(sessionRoute(session))} onClick={onGo} className={rowClass}>
        <span className="flex items-center gap-2">
          <StatusDot status={status} label={word} />
          <span className="flex-1 truncate font-medium" title={session.title}>
            {session.title}
          </span>
          <RelativeTime at={session.updatedAt} />
        </span>
        <span className="truncate pl-4 text-sm text-subtle">
          {word}, {workspace?.name}
        </span>
      </a>
      <IconButton size="sm" label="Mark as seen" icon={<Check />} onClick={markSeen} />
    </li>
  )
}

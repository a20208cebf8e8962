import { Search } from 'lucide-react'
import { useState } from 'react'
import type { SessionId, SessionView } from '../../../contracts/index.ts'
import { rowKeys, useEntities } from '../../app/index.ts'
import { approvalsOfSession, pendingQuestions, sessionStatus } from '../../state/index.ts'
import { Badge, cx, Input, RelativeTime, StatusDot } from '../../ui/index.ts'
import { lastWords } from './last-words.ts'

/** All sessions of a project, last touched first, with a search in their titles and workspaces. */
export function SessionList({
  sessions,
  selected,
  onSelect,
}: {
  sessions: readonly SessionView[]
  selected: SessionId
  onSelect(id: SessionId): void
}) {
  const [query, setQuery] = useState('')
  const workspaces = useEntities((entities) => entities.workspaces)
  const wanted = query.trim().toLowerCase()
  const found = sessions.filter((session) => {
    const workspace = workspaces[session.workspaceId]
    const text = `${session.title} ${session.agentName} ${workspace?.name ?? ''} ${workspace?.branch ?? ''}`
    return text.toLowerCase().includes(wanted)
  })
  return (
    <section
      aria-label="Sessions"
      ref={rowKeys}
      className="flex min-h-0 flex-col border-r border-line bg-panel px-2 py-2.5"
    >
      <Input
        type="search"
        aria-label="Search sessions"
        placeholder="Search sessions"
        leading={<Search aria-hidden />}
        className="mx-0.5 mb-1.5 flex-none"
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      <ul className="flex min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto">
        {found.map((session) => (
          <li key={session.id}>
            <Row session={session} on={session.id === selected} onSelect={onSelect} />
          </li>
        ))}
        {found.length === 0 && <li className="p-2 text-subtle">No session matches “{query}”.</li>}
      </ul>
    </section>
  )
}

function Row({
  session,
  on,
  onSelect,
}: {
  session: SessionView
  on: boolean
  onSelect(id: SessionId): void
}) {
  const approvals = useEntities((entities) => approvalsOfSession(entities, session.id))
  const questions = useEntities((entities) =>
    pendingQuestions(entities).filter((question) => question.sessionId === session.id),
  )
  const waiting = approvals.length + questions.length
  const { status, word } = sessionStatus(session, waiting)
  return (
    <button
      type="button"
      data-row
      aria-current={on}
      onClick={() => onSelect(session.id)}
      className={cx(
        'flex w-full flex-col rounded-lg px-2.5 py-2 text-left -outline-offset-2',
        on ? 'bg-active' : 'hover:bg-hover',
      )}
    >
      <span className="flex w-full items-center gap-2">
        <StatusDot status={status} label={word} />
        <span className="flex-1 truncate font-medium" title={session.title}>
          {session.title}
        </span>
        <RelativeTime at={session.updatedAt} />
      </span>
      <span className="flex h-5 w-full items-center gap-2 pl-4 text-sm text-subtle">
        <span className="flex-1 truncate">{questions[0]?.message ?? lastWords(session, approvals)}</span>
        {waiting > 0 && <Badge tone="attention">{questions.length > 0 ? 'answer' : 'approve'}</Badge>}
      </span>
    </button>
  )
}

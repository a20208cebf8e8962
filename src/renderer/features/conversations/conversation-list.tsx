import { Search } from 'lucide-react'
import { useRef, useState } from 'react'
import type { AgentConversation } from '../../../contracts/index.ts'
import { rowKeys } from '../../app/index.ts'
import { Input, RelativeTime, Spinner } from '../../ui/index.ts'
import { conversationTitle, findConversations } from './find.ts'

/** The keyboard begins at the first row, unless the user is in a list that lies over the dialog. */
function takeFocus(list: HTMLElement | null): void {
  if (list?.closest('[role="dialog"]')?.contains(document.activeElement))
    list.querySelector<HTMLElement>('[data-row]')?.focus()
}

/** Conversations to choose from, with a filter. `starting` is the id of the one that is being gone on with. */
export function ConversationList({
  agentName,
  conversations,
  starting,
  onChoose,
}: {
  agentName: string
  conversations: readonly AgentConversation[]
  starting: string | null
  onChoose(conversation: AgentConversation): void
}) {
  const [query, setQuery] = useState('')
  const section = useRef<HTMLElement | null>(null)
  const found = findConversations(conversations, query)
  return (
    <section
      aria-label={`Conversations of ${agentName}`}
      className="flex min-h-0 flex-1 flex-col gap-2"
      ref={(element) => {
        section.current = element
        return rowKeys(element)
      }}
    >
      <Input
        type="search"
        aria-label="Filter conversations"
        placeholder="Filter conversations"
        className="flex-none"
        leading={<Search aria-hidden />}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          section.current?.querySelector<HTMLElement>('[data-row]')?.focus()
        }}
      />
      <ul ref={takeFocus} className="flex min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto">
        {found.map((conversation) => (
          <li key={conversation.id}>
            <Row
              conversation={conversation}
              starting={conversation.id === starting}
              disabled={starting !== null}
              onChoose={() => onChoose(conversation)}
            />
          </li>
        ))}
        {found.length === 0 && <li className="p-2 text-subtle">No conversation matches “{query}”.</li>}
      </ul>
    </section>
  )
}

function Row({
  conversation,
  starting,
  disabled,
  onChoose,
}: {
  conversation: AgentConversation
  starting: boolean
  disabled: boolean
  onChoose(): void
}) {
  const title = conversationTitle(conversation)
  return (
    <button
      type="button"
      data-row
      aria-disabled={disabled || undefined}
      aria-busy={starting || undefined}
      onClick={() => !disabled && onChoose()}
      className="flex h-8 w-full min-w-0 items-center gap-2 rounded-md px-2.5 text-left -outline-offset-2 hover:bg-hover focus-visible:bg-active [&:focus-visible>time]:text-muted aria-disabled:opacity-55"
    >
      <span
        className={`min-w-0 flex-1 truncate ${conversation.title === null ? 'text-muted' : ''}`}
        title={title}
      >
        {title}
      </span>
      {starting && <Spinner />}
      {conversation.updatedAt !== null && <RelativeTime at={conversation.updatedAt} />}
    </button>
  )
}

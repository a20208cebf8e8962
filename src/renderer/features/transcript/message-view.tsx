import type { Message } from '../../../contracts/index.ts'
import { Markdown } from './markdown.tsx'
import { AgentPictures, MessageAttachments } from './message-attachments.tsx'
import { MessageActs } from './turns/index.ts'
import { UserText } from './user-text.tsx'

/** One message of the transcript. */
export function MessageView({ message }: { message: Message }) {
  switch (message.role) {
    case 'user':
      return (
        <div className="group/message ml-auto flex w-fit max-w-[92%] items-center gap-1">
          <MessageActs message={message} />
          <div className="min-w-0 rounded-lg border border-line bg-raised px-3 py-2 break-words whitespace-pre-wrap select-text">
            <UserText text={message.content} />
            <MessageAttachments sessionId={message.sessionId} attachments={message.attachments} />
          </div>
        </div>
      )
    case 'agent':
      return (
        <div className="max-w-[96%]">
          {message.content !== '' && <Markdown text={message.content} />}
          <AgentPictures sessionId={message.sessionId} attachments={message.attachments} />
          {message.truncated && (
            <p className="text-sm text-subtle">The rest was cut: the message is over the limit.</p>
          )}
        </div>
      )
    case 'thought':
      return (
        <details className="text-sm text-muted">
          <summary className="w-fit rounded-sm hover:text-fg">
            {message.complete ? 'Thought' : 'Thinking…'}
          </summary>
          <div className="mt-1 border-l-2 border-line pl-3">
            {message.content !== '' && <Markdown text={message.content} />}
            <AgentPictures sessionId={message.sessionId} attachments={message.attachments} />
          </div>
        </details>
      )
    case 'notice':
      return <p className="text-sm text-muted select-text">{message.content}</p>
    default:
      return message.role satisfies never
  }
}

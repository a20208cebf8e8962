import { z } from 'zod'
import { questionOf } from './answer-words.ts'
import type { SessionView } from './events.ts'
import type { SessionId, WorkspaceId } from './ids.ts'
import type { Question } from './question.ts'
import type { QueuedMessage } from './queue.ts'
import type { Approval, Attention } from './session.ts'

/** One thing that waits for the user. `id` is the same for as long as it waits, and never used again. */
export type Need = { id: string; sessionId: SessionId; workspaceId: WorkspaceId } & (
  | { kind: 'approval'; approval: Approval }
  | { kind: 'question'; question: Question }
  | { kind: 'attention'; session: SessionView; attention: Attention }
  | { kind: 'failed' | 'finished'; session: SessionView }
)

/** What a window shows to its user. */
export const Looking = z.object({
  sessions: z.array(z.string()),
  /** The list of all that waits. */
  inbox: z.boolean(),
})
export type Looking = z.infer<typeof Looking>

const kindOfEnd: Partial<Record<string, 'failed' | 'finished'>> = {
  failed: 'failed',
  interrupted: 'failed',
  succeeded: 'finished',
  // Cancelled ones are missing: the user did that.
}

export interface NeedSources {
  /** Pending ones. */
  approvals: Iterable<Approval>
  /** Pending ones. */
  questions: Iterable<Question>
  sessions: Iterable<SessionView>
  /** Messages that wait for their turn. */
  queued: Iterable<QueuedMessage>
}

/**
 * All that waits for the user: approvals and questions, longest first, then what rang in terminals, then failed turns,
 * then finished ones, latest first. A session that asks is there for that alone; one that goes on with its queue has
 * not finished.
 */
export function needsOf({ approvals, questions, sessions, queued }: NeedSources): Need[] {
  const asked = [...approvals, ...questions].sort((a, b) => a.createdAt - b.createdAt)
  const asking = new Set(asked.map(({ sessionId }) => sessionId))
  const goesOn = new Set<string>()
  for (const { sessionId, status } of queued) if (status === 'queued') goesOn.add(sessionId)
  const latest = [...sessions].sort((a, b) => b.updatedAt - a.updatedAt)
  const ended = latest.flatMap((session) => {
    const need = asking.has(session.id) ? null : endOf(session)
    return need === null || (need.kind === 'finished' && goesOn.has(session.id)) ? [] : [need]
  })
  return [
    ...asked.map((one): Need => {
      const { id, sessionId, workspaceId } = one
      return one.kind === 'approval'
        ? { id, kind: 'approval', sessionId, workspaceId, approval: one }
        : { id, kind: 'question', sessionId, workspaceId, question: one }
    }),
    ...latest.flatMap(attentionOf),
    ...ended.filter(({ kind }) => kind === 'failed'),
    ...ended.filter(({ kind }) => kind === 'finished'),
  ]
}

/** What a session in a terminal rang for. Another word of it is another need. */
function attentionOf(session: SessionView): Need[] {
  const { id, workspaceId, attention } = session
  return attention
    ? [{ id: `${id}/${attention.at}`, kind: 'attention', sessionId: id, workspaceId, session, attention }]
    : []
}

/** How the last turn of a session ended, as long as nobody has seen it. */
function endOf(session: SessionView): (Need & { kind: 'failed' | 'finished' }) | null {
  const { id, workspaceId, unseen, lastTurn } = session
  const kind = unseen && lastTurn ? kindOfEnd[lastTurn.status] : undefined
  return kind && lastTurn ? { id: lastTurn.id, kind, sessionId: id, workspaceId, session } : null
}

/** Longest text of a question that a notification carries, in characters; systems cut it much sooner. */
const longestBody = 240

/** What a notification says of a need; `workspace` is the workspace's name. */
export function needWords(need: Need, workspace: string): { title: string; body: string } {
  switch (need.kind) {
    case 'approval': {
      const { approval } = need
      return {
        title: `${workspace}: ${questionOf(approval)}`,
        body: shortened(approval.detail || approval.title),
      }
    }
    case 'question':
      return { title: `${workspace}: a question`, body: shortened(need.question.message) }
    case 'attention':
      return {
        title: `${workspace}: ${need.session.agentName} needs attention`,
        body: shortened(need.attention.text || need.session.title),
      }
    case 'failed':
      return {
        title: `${workspace}: ${need.session.lastTurn?.status === 'interrupted' ? 'interrupted' : 'failed'}`,
        body: need.session.error?.message ?? need.session.title,
      }
    case 'finished':
      return { title: `${workspace}: finished`, body: need.session.title }
    default:
      return need satisfies never
  }
}

const shortened = (text: string): string =>
  text.length > longestBody ? `${text.slice(0, longestBody - 1)}…` : text

/** `3 things need you`, for a tray or a title. */
export const waitingWords = (count: number): string =>
  count === 0 ? 'Nothing needs you' : count === 1 ? '1 thing needs you' : `${count} things need you`

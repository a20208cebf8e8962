import type { Approval, Message, Question, SessionExport, TranscriptItem } from '../../contracts/index.ts'
import type { SessionRecord } from './session-record.ts'
import { toolCallMarkdown } from './markdown-tool-call.ts'
import { code, contained, fenced, folded, imageMarkdown, plain, quoted } from './markdown-text.ts'

type Turn = SessionExport['turns'][number]

/** `2026-11-21 07:54:25 UTC` */
const time = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`

/** The session for people to read: turns, who said what, what was done and allowed, how each turn ended. */
export function markdownOf(record: SessionRecord): string {
  const { session, place, turns, exportedAt } = record
  const facts: [string, string][] = [
    ['Agent', plain([session.agentName, session.agentVersion].filter(Boolean).join(' '))],
    ...(place.projectName === null ? [] : [['Project', plain(place.projectName)] as [string, string]]),
    [
      'Workspace',
      `${plain(place.workspaceName)}${place.deletedAt === null ? '' : `, deleted ${time(place.deletedAt)}`}`,
    ],
    ['Branch', code(place.branch)],
    ['Started', time(session.createdAt)],
    ['Exported', time(exportedAt)],
  ]
  const blocks = [
    `# ${plain(session.title)}`,
    facts.map(([name, value]) => `- ${name}: ${value}`).join('\n'),
    ...turns.flatMap((turn) => turnMarkdown(turn, session.agentName, place.worktrees)),
  ]
  return `${blocks.join('\n\n')}\n`
}

function turnMarkdown(turn: Turn, agentName: string, worktrees: readonly string[]): string[] {
  const blocks: string[] = []
  let speaker: string | null = null
  for (const item of turn.items) {
    const block = itemMarkdown(item, worktrees)
    if (block === null) continue
    const next = item.kind === 'message' && item.role === 'user' ? 'You' : agentName
    // A heading only where another one speaks.
    if (next !== speaker) blocks.push(`### ${plain(next)}`)
    speaker = next
    blocks.push(block)
  }
  blocks.push(`*${ending(turn)}*`)
  if (!turn.folded) return [`## Turn ${turn.ordinal}`, ...blocks]
  return [folded(`Turn ${turn.ordinal}, left for another branch of the conversation`, blocks.join('\n\n'))]
}

function itemMarkdown(item: TranscriptItem, worktrees: readonly string[]): string | null {
  switch (item.kind) {
    case 'message':
      return messageMarkdown(item)
    case 'tool_call':
      return toolCallMarkdown(item, worktrees)
    case 'approval':
      return approvalMarkdown(item)
    case 'question':
      return questionMarkdown(item)
    case 'plan':
      return item.entries.length === 0
        ? null
        : item.entries
            .map(({ content, status }) => `- [${status === 'completed' ? 'x' : ' '}] ${plain(content)}`)
            .join('\n')
    default:
      return item satisfies never
  }
}

/** Images stay on their node; here they are named. */
const imageNames = (attachments: Message['attachments']): string[] =>
  attachments.filter((one) => one.kind === 'image').map(imageMarkdown)

function messageMarkdown(message: Message): string | null {
  const { role, content: said, complete, truncated, attachments } = message
  const content = [said.trim(), ...imageNames(attachments)].filter(Boolean).join('\n\n')
  if (content === '') return null
  const cut = truncated ? '\n\n*The rest was cut: the message is over the limit.*' : ''
  const open = complete ? '' : '\n\n*The message is not complete.*'
  const text = `${contained(content)}${cut}${open}`
  if (role === 'user') return quoted(text)
  if (role === 'thought') return folded('Thought', text)
  return role === 'notice' ? `*${plain(content)}*` : text
}

const outcomes: Record<Approval['status'], string> = {
  pending: 'waits for an answer',
  approved: 'allowed',
  denied: 'rejected',
  expired: 'expired without an answer',
  cancelled: 'cancelled without an answer',
}

function approvalMarkdown(approval: Approval): string {
  const { title, detail, status, chosenOption, options, answeredAt } = approval
  const chosen = options.find(({ id }) => id === chosenOption)
  const how = [
    outcomes[status],
    ...(chosen ? [`"${plain(chosen.name)}"`] : []),
    ...(answeredAt === null ? [] : [time(answeredAt)]),
  ].join(', ')
  const line = `**Approval** ${plain(title)}: ${how}`
  return detail.trim() === '' || detail === title ? line : `${line}\n\n${fenced(detail)}`
}

const answers: Record<Question['status'], string> = {
  pending: 'waits for an answer',
  answered: 'answered',
  declined: 'declined',
  cancelled: 'cancelled without an answer',
}

function questionMarkdown({ message, url, status, answer, fields }: Question): string {
  const lines = Object.entries(answer ?? {}).map(([name, value]) => {
    const label = fields.find((field) => field.name === name)?.label ?? name
    return `- ${plain(label)}: ${plain(Array.isArray(value) ? value.join(', ') : String(value))}`
  })
  const page = url === null ? '' : `\n\n${code(url)}`
  const head = `**Question** ${plain(message)}: ${answers[status]}${page}`
  return lines.length > 0 ? `${head}\n\n${lines.join('\n')}` : head
}

const endings: Record<Turn['status'], string> = {
  queued: 'Turn waits to be sent',
  running: 'Turn is running',
  succeeded: 'Turn succeeded',
  failed: 'Turn failed',
  cancelled: 'Turn was stopped by the user',
  interrupted: 'Turn was interrupted: its agent ended',
}

/** How the turn ended, how long it took, and why where that is known. */
function ending({ status, startedAt, endedAt, error, stopReason }: Turn): string {
  const taken =
    startedAt === null || endedAt === null ? '' : ` after ${Math.round((endedAt - startedAt) / 1000)} s`
  const why = error ? `: ${plain(error.message)}` : ''
  const reason = stopReason === null || status === 'cancelled' ? '' : ` (${plain(stopReason)})`
  return `${endings[status]}${taken}${reason}${why}`
}

import {
  FileText,
  Globe,
  Pencil,
  Search,
  ShieldQuestion,
  SquareTerminal,
  Wrench,
  type LucideIcon,
} from 'lucide-react'
import type { ToolCall, TranscriptItem } from '../../../contracts/index.ts'
import { cx } from '../../ui/index.ts'

/** Longest text of one message shown here. */
const longestText = 2_000

const shorten = (text: string): string =>
  text.length <= longestText ? text : `${text.slice(0, longestText)}…`

/** One entry of a transcript, without its inside. Thoughts are left to the workspace. */
export function SummaryItem({ item }: { item: TranscriptItem }) {
  switch (item.kind) {
    case 'message':
      if (item.role === 'thought' || item.content.trim() === '') return null
      return (
        <li
          className={cx(
            'whitespace-pre-wrap break-words select-text',
            item.role === 'user'
              ? 'max-w-[82%] self-end rounded-lg border border-line bg-raised px-3 py-2'
              : 'max-w-[96%]',
            item.role === 'notice' && 'text-sm text-muted',
          )}
        >
          {shorten(item.content.trim())}
        </li>
      )
    case 'tool_call':
      return <Tool call={item} />
    case 'plan': {
      const done = item.entries.filter((entry) => entry.status === 'completed').length
      return <Line icon={FileText} title="Plan" aside={`${done} of ${item.entries.length}`} />
    }
    case 'approval':
      return (
        <Line
          icon={ShieldQuestion}
          title={item.title}
          aside={approvalWords[item.status]}
          attention={item.status === 'pending'}
        />
      )
    default:
      return item satisfies never
  }
}

const approvalWords = {
  pending: 'waits for your answer',
  approved: 'allowed',
  denied: 'rejected',
  expired: 'expired',
  cancelled: 'cancelled',
}

const icons: Partial<Record<ToolCall['toolKind'], LucideIcon>> = {
  read: FileText,
  edit: Pencil,
  search: Search,
  execute: SquareTerminal,
  fetch: Globe,
}

const toolWords: Record<ToolCall['status'], string> = {
  pending: 'waits',
  in_progress: 'running',
  completed: '',
  failed: 'failed',
  cancelled: 'cancelled',
}

const Tool = ({ call }: { call: ToolCall }) => (
  <Line
    icon={icons[call.toolKind] ?? Wrench}
    title={call.title}
    aside={toolWords[call.status]}
    failed={call.status === 'failed'}
  />
)

function Line({
  icon: Icon,
  title,
  aside,
  failed = false,
  attention = false,
}: {
  icon: LucideIcon
  title: string
  aside: string
  failed?: boolean
  attention?: boolean
}) {
  return (
    <li
      className={cx(
        'flex h-[30px] items-center gap-2 rounded-md border px-2.5 text-sm text-muted',
        attention ? 'border-attention bg-attention-bg' : 'border-line bg-panel',
      )}
    >
      <Icon aria-hidden className="size-4 flex-none" />
      <span className="flex-1 truncate font-mono text-fg" title={title}>
        {title}
      </span>
      <span className={failed ? 'text-error' : 'text-subtle'}>{aside}</span>
    </li>
  )
}

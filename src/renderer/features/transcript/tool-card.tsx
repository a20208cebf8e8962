import {
  ArrowRightLeft,
  Brain,
  ChevronRight,
  FileText,
  Globe,
  Pencil,
  Search,
  SquareTerminal,
  Trash2,
  Wrench,
  type LucideIcon,
} from 'lucide-react'
import { useMemo, useState } from 'react'
import type { ToolCall } from '../../../contracts/index.ts'
import { cx, LineCounts, Spinner } from '../../ui/index.ts'
import { changedLines, countChange } from './changed-lines.ts'
import { InlineDiff } from './inline-diff.tsx'
import { AgentPicture } from './picture.tsx'
import { toolLine, toolOutput, toolResult } from './tool-line.ts'

const icons: Record<ToolCall['toolKind'], LucideIcon> = {
  read: FileText,
  edit: Pencil,
  delete: Trash2,
  move: ArrowRightLeft,
  search: Search,
  execute: SquareTerminal,
  think: Brain,
  fetch: Globe,
  switch_mode: ArrowRightLeft,
  other: Wrench,
}

/** One act of the agent: a line that opens to what it changed or printed. */
export function ToolCard({ call, worktrees }: { call: ToolCall; worktrees: readonly string[] }) {
  const changes = useMemo(
    () =>
      call.content
        .filter((part) => part.type === 'diff')
        .map(({ path, oldText, newText }) => ({ path, lines: changedLines(oldText, newText) })),
    [call.content],
  )
  const output = toolOutput(call)
  const images = call.content.filter((part) => part.type === 'image')
  const hasInside = changes.length + images.length > 0 || output !== '' || call.title.includes('\n')
  // Changes and failures are what one looks for; the rest stays closed until asked for.
  const [open, setOpen] = useState<boolean | null>(null)
  const shown =
    hasInside &&
    (open ?? (changes.length + images.length > 0 || call.status === 'failed' || call.toolKind === 'execute'))
  const { verb, target, mono } = toolLine(call, worktrees)
  const Icon = icons[call.toolKind]
  const { added, removed } = countChange(changes.flatMap(({ lines }) => lines))
  return (
    <div className="overflow-hidden rounded-md border border-line bg-panel">
      <button
        type="button"
        aria-expanded={hasInside ? shown : undefined}
        disabled={!hasInside}
        onClick={() => setOpen(!shown)}
        className="flex h-[30px] w-full min-w-0 items-center gap-2 px-2.5 text-left text-sm text-muted -outline-offset-2 enabled:hover:bg-hover"
      >
        {call.status === 'in_progress' ? (
          <Spinner label="Running" />
        ) : (
          <Icon aria-hidden className="size-4 flex-none" />
        )}
        {verb && <span className="flex-none">{verb}</span>}
        <b className={cx('truncate font-medium text-fg', mono && 'font-mono')} title={call.title}>
          {target}
        </b>
        <span className="flex-1" />
        <LineCounts added={added} removed={removed} />
        <span className={cx('flex-none', call.status === 'failed' ? 'text-error' : 'text-subtle')}>
          {toolResult(call)}
        </span>
        {hasInside && (
          <ChevronRight aria-hidden className={cx('size-3.5 flex-none text-subtle', shown && 'rotate-90')} />
        )}
      </button>
      {shown && call.toolKind === 'execute' && call.title.includes('\n') && (
        <pre className="overflow-x-auto border-t border-line px-2.5 py-[7px] font-mono text-sm leading-[18px] text-muted select-text">
          {call.title}
        </pre>
      )}
      {shown && changes.map(({ path, lines }) => <InlineDiff key={path} lines={lines} />)}
      {shown && output && (
        <pre
          tabIndex={0}
          aria-label="Output"
          className="max-h-64 overflow-auto border-t border-line px-2.5 py-[7px] font-mono text-sm leading-[18px] whitespace-pre-wrap select-text"
        >
          {output}
        </pre>
      )}
      {shown && images.length > 0 && (
        <div className="flex flex-col gap-2 border-t border-line p-2.5">
          {images.map(({ image }) => (
            <AgentPicture key={image.id} sessionId={call.sessionId} image={image} />
          ))}
        </div>
      )}
    </div>
  )
}

/** Files the agent looked at, one after the other: one line that opens to the list. */
export function LooksCard({
  calls,
  worktrees,
}: {
  calls: readonly ToolCall[]
  worktrees: readonly string[]
}) {
  const [first] = calls
  if (calls.length === 1 && first) return <ToolCard call={first} worktrees={worktrees} />
  return (
    <details className="group overflow-hidden rounded-md border border-line bg-panel text-sm text-muted">
      <summary className="flex h-[30px] list-none items-center gap-2 px-2.5 -outline-offset-2 hover:bg-hover">
        <FileText aria-hidden className="size-4 flex-none" />
        Looked at <b className="font-medium text-fg">{calls.length} places</b>
        <span className="flex-1" />
        <ChevronRight aria-hidden className="size-3.5 text-subtle group-open:rotate-90" />
      </summary>
      <ul className="border-t border-line py-1.5">
        {calls.map((call) => {
          const { verb, target } = toolLine(call, worktrees)
          return (
            <li key={call.id} title={call.title} className="truncate px-2.5 font-mono text-sm">
              <span className="font-sans">{verb}</span> {target}
            </li>
          )
        })}
      </ul>
    </details>
  )
}

import type { ToolCall } from '../../../contracts/index.ts'

const verbs: Partial<Record<ToolCall['toolKind'], string>> = {
  read: 'Read',
  edit: 'Edit',
  delete: 'Delete',
  move: 'Move',
  search: 'Search',
  execute: 'Run',
  fetch: 'Fetch',
}

/** `path` as seen from the worktree it lies in, where there is one. */
export function shortPath(path: string, worktrees: readonly string[]): string {
  const worktree = worktrees.find((folder) => path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`))
  return worktree ? path.slice(worktree.length + 1) : path
}

export interface ToolLine {
  verb: string
  /** What it acts on: a command, a file, or the agent's own title. */
  target: string
  mono: boolean
}

/** The one line of a tool call that is closed. */
export function toolLine(call: ToolCall, worktrees: readonly string[]): ToolLine {
  const verb = verbs[call.toolKind]
  const diff = call.content.find((part) => part.type === 'diff')
  const path = diff?.path ?? call.locations[0]?.path
  if (verb && call.toolKind === 'execute') {
    const command = commandOf(call) ?? call.title
    return { verb, target: (command.split('\n')[0] ?? '').replace(/^`(.*)`$/, '$1'), mono: true }
  }
  if (verb && path) return { verb, target: shortPath(path, worktrees), mono: true }
  const title = call.title.split('\n')[0] ?? ''
  return { verb: '', target: title, mono: false }
}

/** The command line in the raw input, as most agents name it. */
function commandOf(call: ToolCall): string | null {
  try {
    const input = JSON.parse(call.rawInput ?? 'null') as { command?: unknown } | null
    if (typeof input?.command === 'string') return input.command
    return Array.isArray(input?.command) ? input.command.join(' ') : null
  } catch {
    // Cut in the middle, so no longer JSON: the title has to do.
    return null
  }
}

/** What it came to, at the right end: words for what failed, line counts are drawn apart. */
export function toolResult(call: ToolCall): string {
  switch (call.status) {
    case 'failed':
      return 'failed'
    case 'cancelled':
      return 'cancelled'
    case 'pending':
      return 'waits'
    case 'in_progress':
    case 'completed':
      return ''
    default:
      return call.status satisfies never
  }
}

/** The text a call printed, all parts joined. */
export const toolOutput = (call: ToolCall): string =>
  call.content
    .map((part) => (part.type === 'text' ? part.text : part.type === 'terminal' ? part.output : ''))
    .filter(Boolean)
    .join('\n')
    .replace(/^```\w*\n([\s\S]*)\n```\s*$/, '$1')

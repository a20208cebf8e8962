import { structuredPatch } from 'diff'
import type { ToolCall, ToolContent } from '../../contracts/index.ts'
import { fenced, folded, imageMarkdown } from './markdown-text.ts'

/** Texts that differ in more lines than this are shown whole: finding the least change costs its square. */
const mostEdits = 1_000

type Diff = Extract<ToolContent, { type: 'diff' }>

/** A tool call as one line that opens to its output and diffs. Files are named as seen from their worktree. */
export function toolCallMarkdown(call: ToolCall, worktrees: readonly string[]): string {
  const diffs = call.content
    .filter((part) => part.type === 'diff')
    .map((diff) => diffOf({ ...diff, path: shortPath(diff.path, worktrees) }))
  const counts = diffs.length === 0 ? '' : ` (+${sum(diffs, 'added')} −${sum(diffs, 'removed')})`
  const status = call.status === 'completed' ? '' : `, ${call.status.replace('_', ' ')}`
  const summary = `${call.title.split('\n')[0] ?? ''}${counts}${status}`
  const outputs = call.content.flatMap((part) =>
    part.type === 'text' ? [part.text] : part.type === 'terminal' ? [part.output] : [],
  )
  const body = [
    ...(call.title.includes('\n') ? [fenced(call.title)] : []),
    ...diffs.map(({ patch }) => fenced(patch, 'diff')),
    ...outputs.filter((text) => text.trim() !== '').map((text) => fenced(unfenced(text))),
    ...call.content.flatMap((part) => (part.type === 'image' ? [imageMarkdown(part.image)] : [])),
  ]
  return folded(summary, body.length === 0 ? '*No output.*' : body.join('\n\n'))
}

/** A text that is one fenced block: agents wrap what a command printed. */
const unfenced = (text: string): string => /^```\w*\n([\s\S]*?)\n?```\s*$/.exec(text)?.[1] ?? text

function shortPath(path: string, worktrees: readonly string[]): string {
  const folder = worktrees.find(
    (worktree) => /^[/\\]/.test(path.slice(worktree.length)) && path.startsWith(worktree),
  )
  return folder === undefined ? path : path.slice(folder.length + 1)
}

interface Change {
  patch: string
  added: number
  removed: number
}

const sum = (changes: readonly Change[], what: 'added' | 'removed'): number =>
  changes.reduce((total, change) => total + change[what], 0)

function diffOf({ path, oldText, newText }: Diff): Change {
  const head = [`--- ${oldText === null ? '/dev/null' : path}`, `+++ ${path}`]
  const lines = changedLines(oldText ?? '', newText)
  const count = (mark: string): number => lines.filter((line) => line.startsWith(mark)).length
  return { patch: [...head, ...lines].join('\n'), added: count('+'), removed: count('-') }
}

function changedLines(before: string, after: string): string[] {
  const patch = structuredPatch('', '', before, after, '', '', { context: 3, maxEditLength: mostEdits })
  if (patch)
    return patch.hunks.flatMap((hunk) => [
      `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`,
      ...hunk.lines,
    ])
  const marked = (text: string, mark: string): string[] =>
    text === ''
      ? []
      : text
          .replace(/\n$/, '')
          .split('\n')
          .map((line) => mark + line)
  return [...marked(before, '-'), ...marked(after, '+')]
}

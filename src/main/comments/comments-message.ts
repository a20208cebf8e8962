import type { ReviewComment, ReviewThread } from '../../contracts/index.ts'

/** A thread as it goes to an agent: with the comments that go, and where its lines are now. */
export interface SentThread {
  repository: string
  thread: ReviewThread
  comments: readonly ReviewComment[]
  /** Null when the lines are no more: then the code is as it was. */
  now: { startLine: number; endLine: number } | null
}

/** A fence that no line of the code can close. */
function fenced(code: readonly string[]): string {
  const longest = Math.max(2, ...code.map((line) => /^\s*(`+)/.exec(line)?.[1]?.length ?? 0))
  const mark = '`'.repeat(longest + 1)
  // Without a language: agents that carry out marked blocks must not take quoted code for a step.
  return `${mark}\n${code.join('\n')}\n${mark}`
}

const lineRange = ({ startLine, endLine }: { startLine: number; endLine: number }): string =>
  startLine === endLine ? `line ${startLine}` : `lines ${startLine}–${endLine}`

function place({ thread, now }: SentThread): string {
  if (thread.code.length === 0) return thread.path
  const where = `${thread.path}, ${lineRange(now ?? thread)}`
  if (now === null) return `${where} (outdated: these lines have changed since)`
  return thread.side === 'old' ? `${where} (before the change)` : where
}

/** What others wrote is quoted, so that it is told from what the user asks. */
const said = ({ author, text }: ReviewComment): string =>
  author === null ? text : `${author} wrote:\n${text.replace(/^/gm, '> ')}`

/** One message for an agent: the comments by repository and file, each with its lines and their code. */
export function commentsMessage(sent: readonly SentThread[], note: string): string {
  const count = sent.reduce((sum, { comments }) => sum + comments.length, 0)
  const parts = [
    note.trim() || `${count === 1 ? 'A review comment' : `${count} review comments`} on the changes:`,
  ]
  const repositories = [...new Set(sent.map(({ repository }) => repository))]
  let number = 0
  for (const repository of repositories) {
    parts.push(`## Repository ${repository}`)
    const own = sent.filter((each) => each.repository === repository).toSorted(byPlace)
    for (const each of own) {
      const { code } = each.thread
      parts.push(`### ${++number}. ${place(each)}`)
      if (code.length > 0) parts.push(fenced(code))
      parts.push(...each.comments.map(said))
    }
  }
  return parts.join('\n\n')
}

const byPlace = (a: SentThread, b: SentThread): number =>
  a.thread.path === b.thread.path
    ? (a.now ?? a.thread).startLine - (b.now ?? b.thread).startLine
    : a.thread.path < b.thread.path
      ? -1
      : 1

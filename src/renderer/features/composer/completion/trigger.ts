/** What is being written at the caret, a mention or a command, to be replaced from `from` up to `to`. */
export interface Trigger {
  kind: 'file' | 'command'
  query: string
  from: number
  to: number
}

/** Longer than this it is no search any more. */
const longest = 200
const mention = /(?:^|[\s([{'"])@(?:"([^"\n]*)|([^\s"]*))$/

/** What could be completed where the caret stands in `text`; null when nothing could. */
export function triggerAt(text: string, caret: number): Trigger | null {
  const head = text.slice(0, caret)
  const command = /^\/([^\s/]*)$/.exec(head)
  if (command) {
    const rest = /^[^\s/]*/.exec(text.slice(caret))?.[0].length ?? 0
    return { kind: 'command', query: command[1] ?? '', from: 0, to: caret + rest }
  }
  if (inFence(head)) return null
  const found = mention.exec(head)
  if (!found) return null
  const query = found[1] ?? found[2] ?? ''
  if (query.length > longest) return null
  const written = query.length + (found[1] === undefined ? 1 : 2)
  return { kind: 'file', query, from: caret - written, to: caret + wordAfter(text.slice(caret)) }
}

/** The rest of a word in which the caret stands is replaced with it. */
const wordAfter = (tail: string): number => /^[\w./-]*/.exec(tail)?.[0].length ?? 0

/** Within fenced code an @ is the code's own. */
function inFence(head: string): boolean {
  let open: string | null = null
  for (const [, marks = ''] of head.matchAll(/^(`{3,}|~{3,})/gm)) {
    if (open === null) open = marks
    else if (marks.startsWith(open)) open = null
  }
  return open !== null
}

import type { FoundLine, RepositoryId } from '../../../../contracts/index.ts'

/** A row of what was found: a file, or one of its lines. */
export type ResultRow =
  | {
      kind: 'file'
      key: string
      repositoryId: RepositoryId
      repository: string
      path: string
      lines: number
      open: boolean
    }
  | { kind: 'line'; key: string; line: FoundLine }

/** Lines under their files, in the order in which the files were found. */
export function resultRows(lines: readonly FoundLine[], closed: ReadonlySet<string>): ResultRow[] {
  const files = new Map<string, FoundLine[]>()
  for (const line of lines) {
    const key = `${line.repositoryId} ${line.path}`
    const known = files.get(key)
    if (known) known.push(line)
    else files.set(key, [line])
  }
  return [...files].flatMap(([key, found]): ResultRow[] => {
    const [first] = found
    if (!first) return []
    const { repositoryId, repository, path } = first
    const open = !closed.has(key)
    const row: ResultRow = { kind: 'file', key, repositoryId, repository, path, lines: found.length, open }
    return [
      row,
      ...(open ? found.map((line): ResultRow => ({ kind: 'line', key: `${key} ${line.line}`, line })) : []),
    ]
  })
}

/** A line's text in parts, the matching ones marked; its indentation is left out. */
export function markedParts({
  text,
  at,
}: Pick<FoundLine, 'text' | 'at'>): { text: string; marked: boolean }[] {
  const parts: { text: string; marked: boolean }[] = []
  const indent = text.length - text.trimStart().length
  let from = Math.min(indent, at[0]?.[0] ?? indent)
  for (const [start, end] of at) {
    if (start > from) parts.push({ text: text.slice(from, start), marked: false })
    parts.push({ text: text.slice(start, end), marked: true })
    from = end
  }
  if (from < text.length) parts.push({ text: text.slice(from), marked: false })
  return parts
}

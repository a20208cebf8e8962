import type { Snippet } from '../../../contracts/index.ts'

/** A snippet with what was found set off. */
export function MarkedText({ snippet: { text, marks } }: { snippet: Snippet }) {
  const parts = marks.map(({ start, end }, index) => ({
    before: text.slice(marks[index - 1]?.end ?? 0, start),
    found: text.slice(start, end),
    start,
  }))
  return (
    <>
      {parts.map(({ before, found, start }) => (
        <span key={start}>
          {before}
          <mark className="rounded-xs bg-accent-bg font-semibold text-fg">{found}</mark>
        </span>
      ))}
      {text.slice(marks.at(-1)?.end ?? 0)}
    </>
  )
}

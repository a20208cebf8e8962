import { countChange } from './tool-line.ts'

/** Lines of context kept around a change, and the most lines drawn: the changes panel has it all. */
const context = 2
const mostLines = 60

type Line = { mark: ' ' | '+' | '−'; text: string }

const split = (text: string | null): string[] => (text ? text.replace(/\n$/, '').split('\n') : [])

/** The changed lines between the common start and end of two texts, with a little context. */
export function changedLines(oldText: string | null, newText: string): Line[] {
  const [before, after] = [split(oldText), split(newText)]
  const { added, removed } = countChange(oldText, newText)
  let start = 0
  while (start < before.length - removed && start < after.length - added && before[start] === after[start])
    start++
  const keep = (text: string): Line => ({ mark: ' ', text })
  return [
    ...after.slice(Math.max(0, start - context), start).map(keep),
    ...before.slice(start, start + removed).map((text): Line => ({ mark: '−', text })),
    ...after.slice(start, start + added).map((text): Line => ({ mark: '+', text })),
    ...after.slice(start + added, start + added + context).map(keep),
  ]
}

const looks = { ' ': '', '+': 'bg-add-bg', '−': 'bg-del-bg' }

/** A change as a card shows it. */
export function InlineDiff({ oldText, newText }: { oldText: string | null; newText: string }) {
  const lines = changedLines(oldText, newText)
  return (
    <pre
      tabIndex={0}
      aria-label="Changed lines"
      className="overflow-x-auto border-t border-line py-[7px] font-mono text-sm leading-[18px] select-text -outline-offset-2"
    >
      {lines.slice(0, mostLines).map((line, index) => (
        // Lines have no identity but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <span key={index} className={`block w-fit min-w-full px-2.5 ${looks[line.mark]}`}>
          {line.mark} {line.text}
        </span>
      ))}
      {lines.length > mostLines && (
        <span className="block px-2.5 text-subtle">… {lines.length - mostLines} more lines</span>
      )}
    </pre>
  )
}

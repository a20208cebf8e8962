import type { ChangedLine } from './changed-lines.ts'

/** The most lines drawn: the changes panel has it all. */
const mostLines = 60

const looks = { ' ': '', '+': 'bg-add-bg', '−': 'bg-del-bg', '…': 'text-subtle' }

/** A change as a card shows it. */
export function InlineDiff({ lines }: { lines: readonly ChangedLine[] }) {
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

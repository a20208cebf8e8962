import { Button, ErrorNote, Skeleton } from '../../ui/index.ts'
import { count } from '../../app/index.ts'
import { BinaryFile } from './binary-file.tsx'
import type { ChangedEntry } from './changed-entry.ts'
import { useDiffList } from './diff-list-context.ts'
import type { FileCard } from './file-card-kind.ts'
import { ImagePair } from './image-pair.tsx'

/** What is said of a file in place of its lines, or above them. */
export function FileCardView({ entry, card }: { entry: ChangedEntry; card: FileCard }) {
  const { ask } = useDiffList()
  switch (card.kind) {
    case 'loading':
      return (
        <div role="status" aria-label="Loading the file" className="flex flex-col gap-2 px-4 py-3">
          <Skeleton width="40%" />
          <Skeleton width="60%" />
        </div>
      )
    case 'failed':
      return (
        <div className="p-3 font-sans">
          <ErrorNote error={card.failure} onRetry={() => ask(entry.id)} />
        </div>
      )
    case 'large':
      return (
        <p className="flex items-center gap-3 px-4 py-3 font-sans text-sm text-muted">
          {card.lines > 0
            ? `${count(card.lines, 'line')} changed: too many to show unasked.`
            : 'Too large to show unasked.'}
          <Button size="sm" onClick={() => ask(entry.id)}>
            Show the changes
          </Button>
        </p>
      )
    case 'images':
      return <ImagePair entry={entry} />
    case 'binary':
      return <BinaryFile entry={entry} />
    case 'facts':
      return (
        <ul className="flex flex-col gap-0.5 px-4 py-2 font-sans text-sm text-muted">
          {card.facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      )
  }
}

import type { PullRequestCheck, PullRequestReview } from '../../../contracts/index.ts'
import { RelativeTime, StatusDot } from '../../ui/index.ts'
import { OutLink, Section } from './parts.tsx'
import { checksShown, checkShown, reviewWords } from './words.ts'

export function CheckList({ checks }: { checks: readonly PullRequestCheck[] }) {
  if (checks.length === 0) return null
  const all = checksShown(checks)
  return (
    <Section
      title="Checks"
      note={all === null ? 'all skipped' : all.status === 'running' ? 'all pass' : all.word}
    >
      <ul className="rounded-md border border-line">
        {checks.map(({ name, state, summary, url }, index) => (
          <li
            key={`${name} ${index}`}
            className="flex min-h-8 items-center gap-2 border-b border-line px-2.5 last:border-b-0"
          >
            <StatusDot status={checkShown[state].status} label="" />
            <span className="truncate">{name}</span>
            <span className="min-w-0 flex-1 truncate text-sm text-subtle" title={summary}>
              {summary}
            </span>
            <span className="flex-none text-sm text-muted">{checkShown[state].word}</span>
            {url && <OutLink href={url} label={`Open the check ${name}`} />}
          </li>
        ))}
      </ul>
    </Section>
  )
}

export function ReviewList({ reviews }: { reviews: readonly PullRequestReview[] }) {
  if (reviews.length === 0) return null
  return (
    <Section title="Reviews">
      <ul className="rounded-md border border-line">
        {reviews.map(({ author, state, body, at, url }) => (
          <li
            key={author}
            className="flex min-h-8 items-center gap-2 border-b border-line px-2.5 last:border-b-0"
          >
            <span className="flex-none">{author}</span>
            <span
              className={state === 'changes_requested' ? 'flex-none text-attention' : 'flex-none text-muted'}
            >
              {reviewWords[state]}
            </span>
            <span className="min-w-0 flex-1 truncate text-sm text-subtle" title={body}>
              {body}
            </span>
            {at !== null && at > 0 && <RelativeTime at={at} />}
            {url && <OutLink href={url} label={`Open the review of ${author}`} />}
          </li>
        ))}
      </ul>
    </Section>
  )
}

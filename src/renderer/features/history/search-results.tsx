import {
  CircleHelp,
  Lightbulb,
  MessageSquare,
  ShieldQuestion,
  StickyNote,
  User,
  Wrench,
  type LucideIcon,
} from 'lucide-react'
import type { HistoryHit, HistoryResults } from '../../../contracts/index.ts'
import { formatRoute } from '../../app/index.ts'
import { RelativeTime } from '../../ui/index.ts'
import { groupHits, hitRoute, type HitGroup } from './group-hits.ts'
import { MarkedText } from './marked-text.tsx'
import { PlaceLine } from './place-line.tsx'

/** What a search found, by session. */
export function SearchResults({ results: { hits, more } }: { results: HistoryResults }) {
  return (
    <>
      {groupHits(hits).map((group) => (
        <Group key={group.hits[0].sessionId} group={group} />
      ))}
      {more && (
        <p className="px-2 pt-3 text-sm text-subtle">
          These are the newest {hits.length}. Another word finds fewer.
        </p>
      )}
    </>
  )
}

function Group({ group: { hits } }: { group: HitGroup }) {
  const [{ sessionTitle, place, agentName }] = hits
  return (
    <section aria-label={sessionTitle} className="pt-4">
      <div className="flex min-w-0 items-baseline gap-2 px-2 pb-1">
        <h2 className="truncate font-semibold" title={sessionTitle}>
          {sessionTitle}
        </h2>
        <PlaceLine place={place} agentName={agentName} />
      </div>
      <ul className="overflow-hidden rounded-md border border-line bg-panel">
        {hits.map((hit) => (
          <HitRow key={hit.itemId} hit={hit} />
        ))}
      </ul>
    </section>
  )
}

const kinds: Record<HistoryHit['kind'], { word: string; icon: LucideIcon }> = {
  user: { word: 'You', icon: User },
  agent: { word: 'Agent', icon: MessageSquare },
  thought: { word: 'Thought', icon: Lightbulb },
  notice: { word: 'Notice', icon: StickyNote },
  tool_call: { word: 'Tool call', icon: Wrench },
  approval: { word: 'Approval', icon: ShieldQuestion },
  question: { word: 'Question', icon: CircleHelp },
}

function HitRow({ hit }: { hit: HistoryHit }) {
  const { word, icon: Icon } = kinds[hit.kind]
  return (
    <li className="border-line not-first:border-t">
      <a
        data-row
        href={formatRoute(hitRoute(hit))}
        className="flex items-start gap-2.5 px-2.5 py-2 -outline-offset-2 hover:bg-hover"
      >
        <span className="flex w-24 flex-none items-center gap-2 text-sm text-muted">
          <Icon aria-hidden className="size-4 flex-none" strokeWidth={1.5} />
          {word}
        </span>
        <span className="line-clamp-2 min-w-0 flex-1 break-words">
          <MarkedText snippet={hit.snippet} />
        </span>
        <RelativeTime at={hit.createdAt} />
      </a>
    </li>
  )
}

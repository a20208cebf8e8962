import { Lock } from 'lucide-react'
import type { PlacedSession } from '../../../contracts/index.ts'
import { exactTime, useTranscript } from '../../app/index.ts'
import { EmptyState } from '../../ui/index.ts'
import { PastOutput } from './past-output.tsx'
import { TranscriptBody } from './transcript-body.tsx'

/** A conversation that can only be read: its workspace was deleted. */
export function PastSessionPane({ session, place }: PlacedSession) {
  const transcript = useTranscript(session.id)
  return (
    <section aria-label={session.title} className="flex min-h-0 flex-1 flex-col">
      {session.terminalId === null ? (
        <TranscriptBody
          sessionId={session.id}
          transcript={transcript}
          worktrees={place.worktrees}
          empty={<EmptyState title="Nothing was said in this session" />}
        />
      ) : (
        <PastOutput sessionId={session.id} />
      )}
      <div className="mx-auto w-full max-w-[892px] flex-none px-4 pb-3.5">
        <p className="flex items-center gap-2 rounded-lg border border-line bg-panel px-3 py-2.5 text-muted">
          <Lock aria-hidden className="size-4 flex-none text-subtle" strokeWidth={1.5} />
          Workspace {place.workspaceName} was deleted
          {place.deletedAt === null ? '' : ` on ${exactTime(place.deletedAt)}`}: this session can be read and
          exported.
        </p>
      </div>
    </section>
  )
}

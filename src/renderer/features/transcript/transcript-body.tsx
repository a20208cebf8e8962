import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import type { SessionId } from '../../../contracts/index.ts'
import { positionIn, useRoute } from '../../app/index.ts'
import type { OpenTranscript } from '../../state/index.ts'
import { ErrorNote, Skeleton } from '../../ui/index.ts'
import { TranscriptList } from './transcript-list.tsx'

/** The transcript of a session in all its states; shows the item that the route names. */
export function TranscriptBody({
  sessionId,
  transcript,
  worktrees,
  empty,
}: {
  sessionId: SessionId
  transcript: OpenTranscript
  worktrees: readonly string[]
  /** Stands where nothing was said yet. */
  empty: ReactNode
}) {
  const at = positionIn(useRoute(), sessionId)
  const phase = useStore(transcript.store, (state) => state.phase)
  const failure = useStore(transcript.store, (state) => state.failure)
  const isEmpty = useStore(transcript.store, (state) => state.items.length === 0)
  // It is tried again by itself.
  if (phase === 'failed' && failure)
    return (
      <div className="min-h-0 flex-1 p-4">
        <ErrorNote error={failure} />
      </div>
    )
  return (
    <>
      {phase === 'loading' && isEmpty ? (
        <Waiting />
      ) : isEmpty ? (
        <div className="min-h-0 flex-1 overflow-y-auto">{empty}</div>
      ) : (
        <TranscriptList key={sessionId} transcript={transcript} worktrees={worktrees} at={at} />
      )}
    </>
  )
}

const Waiting = () => (
  <div
    role="status"
    aria-label="Loading the transcript"
    className="mx-auto flex w-full max-w-[860px] flex-1 flex-col justify-end gap-4 p-6"
  >
    <Skeleton width="60%" />
    <Skeleton width="85%" />
    <Skeleton height={30} />
    <Skeleton width="70%" />
  </div>
)

import { useStore } from 'zustand'
import type { OpenTranscript } from '../../state/index.ts'

/** Reads finished messages of the agent out to screen readers, not each streamed word. */
export function FinishedAnnouncer({ transcript }: { transcript: OpenTranscript }) {
  const last = useStore(transcript.store, ({ items }) =>
    items.findLast((item) => item.kind === 'message' && item.role === 'agent' && item.complete),
  )
  return (
    <div aria-live="polite" className="sr-only">
      {last?.kind === 'message' ? last.content.slice(0, 500) : ''}
    </div>
  )
}

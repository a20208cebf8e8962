import { useEffect, useMemo, useRef } from 'react'
import type { SessionId } from '../../../contracts/index.ts'
import { navigate, useEntities, useLookedAt, useServices, useTranscript } from '../../app/index.ts'
import { approvalsOfSession, waitingIn } from '../../state/index.ts'
import { Button, EmptyState } from '../../ui/index.ts'
import { AttachedElsewhere, useWriter } from '../attach/index.ts'
import { Composer } from '../composer/index.ts'
import { QueueStrip } from '../queue/index.ts'
import { AgentTrouble } from './agent-trouble.tsx'
import { EmptySession } from './empty-session.tsx'
import { FinishedAnnouncer } from './finished-announcer.tsx'
import { TranscriptBody } from './transcript-body.tsx'
import { TurnActsProvider } from './turns/index.ts'
import { useApprovalActions } from './use-approval-actions.ts'

/** A conversation: its transcript and where to write. Beside a list, which keeps the focus, it does not take it. */
export function SessionPane({ sessionId, takeFocus = true }: { sessionId: SessionId; takeFocus?: boolean }) {
  const { client, toasts } = useServices()
  const session = useEntities((entities) => entities.sessions[sessionId])
  const workspace = useEntities((entities) => session && entities.workspaces[session.workspaceId])
  const transcript = useTranscript(sessionId)
  const input = useRef<HTMLTextAreaElement>(null)
  // Who waits longest is served first.
  const approval = useEntities((entities) => approvalsOfSession(entities, sessionId)[0])
  useApprovalActions(approval, 'window')
  const { writer, takeOver } = useWriter(sessionId, session !== undefined && session.status !== 'stopped')

  const focused = useLookedAt(sessionId)
  // A window in the background shows it to nobody.
  const seen = focused && session?.unseen === true
  useEffect(() => {
    if (seen)
      client.session.markSeen({ sessionId }).catch((error: unknown) => toasts.failed('Mark as seen', error))
  }, [client, seen, sessionId, toasts])
  const asking = useEntities((entities) => waitingIn(entities, sessionId) > 0)
  // An open question has the focus; once it is answered the user writes on.
  useEffect(() => {
    if (takeFocus && !asking) input.current?.focus()
  }, [asking, takeFocus])

  const worktrees = useMemo(
    () => (workspace?.repositories ?? []).map((repository) => repository.worktree),
    [workspace],
  )
  if (!session)
    return (
      <EmptyState
        title="This session is gone"
        action={<Button onClick={() => navigate({ name: 'past-session', sessionId })}>Read it</Button>}
      >
        Its workspace was deleted. What was said can still be read.
      </EmptyState>
    )
  return (
    <section aria-label={session.title} className="flex min-h-0 flex-1 flex-col">
      <TurnActsProvider session={session} transcript={transcript}>
        <TranscriptBody
          sessionId={sessionId}
          transcript={transcript}
          worktrees={worktrees}
          empty={<EmptySession session={session} />}
        />
      </TurnActsProvider>
      <FinishedAnnouncer transcript={transcript} />
      {session.error && (session.status === 'error' || session.lastTurn?.status !== 'interrupted') && (
        <div className="mx-auto w-full max-w-[892px] px-4 pb-2">
          <AgentTrouble session={session} error={session.error} />
        </div>
      )}
      <QueueStrip sessionId={sessionId} />
      {writer ? (
        <AttachedElsewhere writer={writer} onTakeOver={takeOver} />
      ) : (
        <Composer session={session} input={input} />
      )}
    </section>
  )
}

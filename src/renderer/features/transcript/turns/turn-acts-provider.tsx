import { useMemo, useState, type ReactNode } from 'react'
import { useStore } from 'zustand'
import type { SessionView } from '../../../../contracts/index.ts'
import { useActions, useEntities, useServices } from '../../../app/index.ts'
import type { OpenTranscript } from '../../../state/index.ts'
import { lastTurnActions, type Asked } from './last-turn-actions.ts'
import { RetryDialog } from './retry-dialog.tsx'
import { TurnActsContext, type TurnActs } from './turn-acts.ts'
import { UndoDialog } from './undo-dialog.tsx'

/** Why turns cannot be retried or undone now; null when they can. */
function whyBlocked(session: SessionView, workspaceRuns: boolean): string | null {
  if (!workspaceRuns) return 'The workspace is not running'
  switch (session.status) {
    case 'idle':
    case 'error':
      return null
    case 'stopped':
      return 'The session was stopped'
    case 'starting':
    case 'running':
    case 'needs_attention':
      return session.lastTurn?.status === 'running' || session.status === 'starting'
        ? `${session.agentName} is working`
        : null
    default:
      return session.status satisfies never
  }
}

/** Gives the transcript below it the acts on earlier turns, and asks before they are done. */
export function TurnActsProvider({
  session,
  transcript,
  children,
}: {
  session: SessionView
  transcript: OpenTranscript
  children: ReactNode
}) {
  const { client, toasts } = useServices()
  const runs = useEntities((entities) => entities.workspaces[session.workspaceId]?.status === 'running')
  const turns = useStore(transcript.store, (state) => state.turns)
  const [asked, setAsked] = useState<Asked | null>(null)
  const blocked = whyBlocked(session, runs)
  const sessionId = session.id
  const acts = useMemo(
    (): TurnActs => ({
      blocked,
      retry: (message, edit) => setAsked({ what: 'retry', message, edit }),
      undo: (turn) => setAsked({ what: 'undo', turn }),
      goTo: (turnId) =>
        void client.turn
          .goTo({ sessionId, turnId })
          .catch((error: unknown) => toasts.failed('Go on from here', error)),
    }),
    [blocked, client, sessionId, toasts],
  )
  useActions(
    useMemo(() => (blocked === null ? lastTurnActions(transcript, setAsked) : []), [blocked, transcript]),
  )
  const close = (): void => setAsked(null)
  const turn = asked?.what === 'retry' ? turns.get(asked.message.turnId) : undefined
  const following = [...turns.values()].filter(
    ({ folded, ordinal }) => !folded && turn !== undefined && ordinal > turn.ordinal,
  ).length
  return (
    <TurnActsContext value={acts}>
      {children}
      {asked?.what === 'retry' && (
        <RetryDialog
          message={asked.message}
          turn={turn}
          following={following}
          edit={asked.edit}
          onClose={close}
        />
      )}
      {asked?.what === 'undo' && <UndoDialog turn={asked.turn} onClose={close} />}
    </TurnActsContext>
  )
}

import { RotateCcw } from 'lucide-react'
import { useEffect } from 'react'
import type { SessionId, SessionView } from '../../../contracts/index.ts'
import { useAct, useEntities, useLookedAt, useServices } from '../../app/index.ts'
import { AttachedElsewhere, useWriter } from '../attach/index.ts'
import { Button, cx, ErrorNote, Spinner } from '../../ui/index.ts'
import type { TerminalStreams } from './terminal-streams.ts'
import { TerminalView } from './terminal-view.tsx'

export interface SessionTerminalProps {
  sessionId: SessionId
  streams: TerminalStreams
  /** A hidden one keeps its screen. */
  visible: boolean
  /** Beside a list, which keeps the focus, it does not take it. */
  takeFocus?: boolean
}

/** A session whose agent is a program in a terminal: its screen and, once it has ended, how, and the way on. */
export function SessionTerminal({ sessionId, streams, visible, takeFocus = true }: SessionTerminalProps) {
  const session = useEntities((entities) => entities.sessions[sessionId])
  const id = session?.terminalId
  // It is named before it is there.
  const terminal = useEntities((entities) => (id ? entities.terminals[id] : undefined))
  const over = session === undefined || session.status === 'stopped' || session.status === 'error'
  const { writer, takeOver } = useWriter(sessionId, visible && !over)
  if (!session) return null
  return (
    <section
      aria-label={session.title}
      className={cx('min-h-0 flex-1 flex-col', visible ? 'flex' : 'hidden')}
    >
      {visible && <Seen session={session} />}
      {terminal ? (
        <TerminalView
          key={terminal.id}
          terminalId={terminal.id}
          streams={streams}
          visible={visible}
          takeFocus={takeFocus}
          readOnly={writer !== null}
        />
      ) : (
        <div className="grid min-h-0 flex-1 place-items-center bg-input">
          {session.status === 'starting' && <Spinner />}
        </div>
      )}
      {writer && (
        <div className="flex-none pt-2">
          <AttachedElsewhere writer={writer} onTakeOver={takeOver} />
        </div>
      )}
      {over && <Ended session={session} />}
    </section>
  )
}

/** What it rang for is seen when its window has the focus. */
function Seen({ session: { id: sessionId, attention } }: { session: SessionView }) {
  const { client, toasts } = useServices()
  const focused = useLookedAt(sessionId)
  // By when it rang: it may ring again before the first one is gone.
  const rang = focused ? attention?.at : undefined
  useEffect(() => {
    if (rang !== undefined)
      client.session.markSeen({ sessionId }).catch((error: unknown) => toasts.failed('Mark as seen', error))
  }, [client, rang, sessionId, toasts])
  return null
}

function Ended({ session }: { session: SessionView }) {
  const { client } = useServices()
  const act = useAct()
  const running = useEntities((entities) => entities.workspaces[session.workspaceId]?.status === 'running')
  const error = act.failure ?? session.error
  const again = running && (
    <Button
      size="sm"
      icon={<RotateCcw className="size-3.5" />}
      loading={act.busy}
      onClick={() => void act.run(() => client.session.restart({ sessionId: session.id }))}
    >
      Start again
    </Button>
  )
  if (error)
    return (
      <div className="flex-none border-t border-line bg-panel p-2">
        <ErrorNote error={error}>{again && <div className="py-1.5">{again}</div>}</ErrorNote>
      </div>
    )
  return (
    <div className="flex flex-none items-center gap-3 border-t border-line bg-panel px-3 py-2 text-muted">
      <p className="min-w-0 flex-1">{session.agentName} has ended.</p>
      {again}
    </div>
  )
}

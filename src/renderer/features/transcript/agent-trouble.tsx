import { KeyRound, RotateCcw } from 'lucide-react'
import { useRef, type ReactNode } from 'react'
import type { AuthMethod, FailureShape, SessionView } from '../../../contracts/index.ts'
import { leadOnFromHere, useAct, useServices } from '../../app/index.ts'
import { Button, ErrorNote } from '../../ui/index.ts'

const stderrOf = ({ details }: FailureShape): string => {
  const stderr = details?.['stderr']
  return typeof stderr === 'string' ? stderr.trim() : ''
}

/** What an agent printed last, so that its own words say what is wrong. */
export function AgentOutput({ error }: { error: FailureShape }) {
  const stderr = stderrOf(error)
  return (
    stderr !== '' && (
      <pre
        tabIndex={0}
        aria-label="Last output of the agent"
        className="mt-1 max-h-40 overflow-auto rounded-sm bg-input p-2 font-mono text-sm whitespace-pre-wrap select-text"
      >
        {stderr}
      </pre>
    )
  )
}

/**
 * An error of a session's agent: its last words, and the ways on: the agent's own ways to sign in where it asks for
 * that, starting it again otherwise.
 */
export function AgentTrouble({ session, error }: { session: SessionView; error: FailureShape }) {
  const { client } = useServices()
  const act = useAct()
  const restart = (): void => void act.run(() => client.session.restart({ sessionId: session.id }))
  const gone = session.status === 'stopped'
  return (
    <ErrorNote error={error}>
      <AgentOutput error={error} />
      {!gone && (
        <div className="flex flex-col gap-2 py-1.5">
          {error.code === 'auth_required' &&
            session.authMethods.map((method) => <SignIn key={method.id} session={session} method={method} />)}
          <div>
            <Button
              size="sm"
              icon={<RotateCcw className="size-3.5" />}
              loading={act.busy || session.status === 'starting'}
              onClick={restart}
            >
              Restart agent
            </Button>
          </div>
          {act.failure && <Said>{act.failure.message}</Said>}
        </div>
      )}
    </ErrorNote>
  )
}

/** One of the agent's ways to sign in, in its own words. */
function SignIn({ session, method }: { session: SessionView; method: AuthMethod }) {
  const { client, newKey } = useServices()
  const act = useAct()
  const key = useRef<string | null>(null)
  const { id: sessionId, workspaceId } = session
  const signIn = async (): Promise<void> => {
    if (method.program === null) {
      await client.session.authenticate({ sessionId, methodId: method.id })
      return
    }
    key.current ??= newKey()
    const go = leadOnFromHere()
    const terminal = await client.session.signInTerminal({
      sessionId,
      methodId: method.id,
      idempotencyKey: key.current,
    })
    key.current = null
    go({ name: 'workspace', workspaceId, tab: { kind: 'terminal', id: terminal.id } })
  }
  return (
    <div className="flex flex-col gap-1">
      <div className="flex min-w-0 flex-wrap items-center gap-2">
        <Button
          size="sm"
          kind="primary"
          icon={<KeyRound className="size-3.5" />}
          loading={act.busy}
          onClick={() => void act.run(signIn)}
        >
          {method.name}
        </Button>
        <span className="min-w-0 text-sm text-muted">
          {[method.description, method.program && 'Opens a terminal; restart the agent afterwards.']
            .filter(Boolean)
            .join(' ')}
        </span>
      </div>
      {act.failure && <Said>{act.failure.message}</Said>}
    </div>
  )
}

const Said = ({ children }: { children: ReactNode }) => (
  <p role="alert" className="text-sm break-words text-error">
    {children}
  </p>
)

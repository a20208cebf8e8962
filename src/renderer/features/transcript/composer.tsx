import { Square } from 'lucide-react'
import { useRef, type KeyboardEvent, type RefObject } from 'react'
import type { SessionView, WhenBusy } from '../../../contracts/index.ts'
import { useAct, useEntities, useServices, useUi } from '../../app/index.ts'
import { setDraft } from '../../state/index.ts'
import { Button, ErrorNote, Kbd, Meter, Select } from '../../ui/index.ts'
import { composerState } from './composer-state.ts'
import { useStop } from './use-stop.ts'

const tokens = (count: number): string => (count < 1_000 ? String(count) : `${Math.round(count / 1_000)}k`)

/** Where the user writes to the agent. The draft is kept per session, over reloads. */
export function Composer({
  session,
  input,
}: {
  session: SessionView
  input: RefObject<HTMLTextAreaElement | null>
}) {
  const { client, ui, newKey } = useServices()
  const workspace = useEntities((entities) => entities.workspaces[session.workspaceId])
  const draft = useUi((state) => state.drafts[session.id] ?? '')
  const send = useAct()
  // One key for one text: sending again after a lost answer must not send twice.
  const attempt = useRef<{ text: string; key: string } | null>(null)
  const { blocked, stoppable, verb } = composerState(session, workspace)
  const { stop, stopping } = useStop(session, stoppable)
  const setText = (text: string): void => ui.setState((state) => setDraft(state, session.id, text))

  const submit = async (whenBusy: WhenBusy = 'queue'): Promise<void> => {
    const text = draft.trim()
    if (blocked || send.busy || text === '') return
    if (attempt.current?.text !== text) attempt.current = { text, key: newKey() }
    const { key } = attempt.current
    const sent = await send.run(() =>
      client.session.prompt({ sessionId: session.id, text, whenBusy, idempotencyKey: key }),
    )
    if (!sent) return
    attempt.current = null
    setText('')
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault()
      void submit(event.ctrlKey || event.metaKey ? 'interrupt' : 'queue')
    } else if (event.key === 'Escape' && draft === '' && stoppable) {
      event.preventDefault()
      void stop()
    }
  }

  return (
    <div className="mx-auto w-full max-w-[892px] flex-none px-4 pb-3.5">
      {send.failure && (
        <div className="pb-2">
          <ErrorNote error={send.failure} onRetry={() => void submit()} />
        </div>
      )}
      <div className="rounded-lg border border-strong bg-raised has-[textarea:focus-visible]:outline-2 has-[textarea:focus-visible]:outline-focus">
        <textarea
          ref={input}
          value={draft}
          aria-label={`Message ${session.agentName}`}
          placeholder={`Message ${session.agentName}`}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          className="block field-sizing-content max-h-[40vh] min-h-[58px] w-full resize-none bg-transparent px-3 py-2.5 outline-none placeholder:text-subtle"
        />
        <div className="flex min-w-0 flex-wrap items-center gap-1 px-2 pb-2">
          <span className="px-[7px] text-sm text-muted">{session.agentName}</span>
          <ConfigSelects session={session} />
          <span className="flex-1" />
          {session.usage && (
            <span className="mr-1.5 flex items-center gap-2 text-sm text-subtle tabular-nums">
              <Meter label="Context used" used={session.usage.used} size={session.usage.size} />
              {tokens(session.usage.used)} / {tokens(session.usage.size)}
            </span>
          )}
          {!blocked && (
            <span className="mr-1 hidden items-center gap-1.5 text-sm text-subtle sm:flex">
              {stoppable && draft.trim() !== '' ? (
                <>
                  <Kbd keys="Mod+Enter" /> send now
                </>
              ) : (
                <>
                  <Kbd keys="Shift+Enter" /> new line
                </>
              )}
            </span>
          )}
          {stoppable && (
            <Button
              size="sm"
              keys="Escape"
              icon={<Square className="size-3.5" />}
              loading={stopping}
              onClick={() => void stop()}
            >
              Stop
            </Button>
          )}
          <Button
            size="sm"
            kind="primary"
            keys="Enter"
            loading={send.busy}
            disabled={blocked ?? (draft.trim() === '' ? 'Write a message first' : false)}
            onClick={() => void submit()}
          >
            {verb}
          </Button>
        </div>
      </div>
    </div>
  )
}

/** The agent's own switches (mode, model, …), each with the agent's words. */
function ConfigSelects({ session }: { session: SessionView }) {
  const { client, toasts } = useServices()
  const set = async (optionId: string, value: string): Promise<void> => {
    try {
      await client.session.setConfig({ sessionId: session.id, optionId, value })
    } catch (error) {
      toasts.failed('Change the setting', error)
    }
  }
  return session.configOptions.map((option) => (
    <Select
      key={option.id}
      size="sm"
      label={option.name}
      value={option.value}
      options={option.choices.map((choice) => ({ value: choice.value, label: choice.name }))}
      disabled={session.status === 'stopped'}
      onChange={(value) => void set(option.id, value)}
    />
  ))
}

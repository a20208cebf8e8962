import { MessageSquare, Send } from 'lucide-react'
import { useMemo, useState } from 'react'
import { unsentComments, type SessionId, type WorkspaceId } from '../../../../contracts/index.ts'
import { count, navigate, useAct, useActions, useEntities, useServices } from '../../../app/index.ts'
import { Button, ErrorNote, Popover, Select, Textarea } from '../../../ui/index.ts'

const inNew = 'new'

/** How many comments wait, and sending them to an agent. Nothing while none does. */
export function CommentsBar({ workspaceId }: { workspaceId: WorkspaceId }) {
  const { client, toasts } = useServices()
  const all = useEntities((entities) => entities.threads)
  const sessions = useEntities((entities) => entities.sessions)
  const [open, setOpen] = useState(false)
  const [chosen, setChosen] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const act = useAct()
  const threads = useMemo(
    () => Object.values(all).filter((thread) => thread.workspaceId === workspaceId),
    [all, workspaceId],
  )
  const waiting = unsentComments(threads).length
  const targets = Object.values(sessions)
    .filter((session) => session.workspaceId === workspaceId && session.status !== 'stopped')
    .toSorted((a, b) => b.updatedAt - a.updatedAt)
  const target = chosen ?? targets[0]?.id ?? inNew
  useActions(
    useMemo(
      () =>
        waiting === 0
          ? []
          : [
              {
                id: 'comments.send',
                title: `Send ${count(waiting, 'comment')} to an agent…`,
                section: 'Workspace' as const,
                icon: Send,
                run: () => setOpen(true),
              },
            ],
      [waiting],
    ),
  )
  if (waiting === 0) return null
  const send = (): Promise<boolean> =>
    act.run(async () => {
      const session = targets.find(({ id }) => id === target)
      const sent = await client.comment.send({
        workspace: workspaceId,
        to: session ? { kind: 'session', sessionId: session.id } : { kind: 'new' },
        note,
      })
      setOpen(false)
      setNote('')
      const show = (sessionId: SessionId): void =>
        navigate({ name: 'workspace', workspaceId, tab: { kind: 'session', id: sessionId } })
      toasts.show({
        title: `${count(sent.comments, 'comment')} sent`,
        ...(sent.queued ? { detail: 'The message waits until the running turn has ended.' } : {}),
        action: { label: 'Show session', run: () => show(sent.sessionId) },
      })
    })
  return (
    <div className="flex h-9 flex-none items-center gap-2 border-t border-line bg-panel px-3 text-sm text-muted">
      <MessageSquare aria-hidden className="size-4" />
      {count(waiting, 'comment')} not sent yet
      <span className="flex-1" />
      <Popover
        open={open}
        onOpenChange={setOpen}
        align="end"
        title="Send comments to an agent"
        trigger={
          <Button size="sm" icon={<Send className="size-3.5" />}>
            Send {count(waiting, 'comment')} to agent
          </Button>
        }
      >
        <div className="flex flex-col gap-3">
          <Select
            label="Session"
            value={target}
            options={[
              ...targets.map(({ id, title, status }) => ({
                value: id as string,
                label: title,
                ...(status === 'running' ? { note: 'Running: it waits in the queue' } : {}),
              })),
              { value: inNew, label: 'A new session' },
            ]}
            onChange={setChosen}
          />
          <Textarea
            value={note}
            rows={2}
            aria-label="Said before the comments"
            placeholder="Said before the comments (optional)"
            onChange={(event) => setNote(event.target.value)}
          />
          {act.failure && <ErrorNote error={act.failure} />}
          <Button kind="primary" loading={act.busy} onClick={() => void send()}>
            Send {count(waiting, 'comment')}
          </Button>
        </div>
      </Popover>
    </div>
  )
}

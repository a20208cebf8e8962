import { Hourglass } from 'lucide-react'
import type { Approval, FileLock } from '../../../contracts/index.ts'
import { useAct, useEntities, useServices } from '../../app/index.ts'
import { Button, ErrorNote } from '../../ui/index.ts'

/** Says what an approval waits for, and lets it go on at once. */
export function HeldNote({ approval, locks }: { approval: Approval; locks: readonly FileLock[] }) {
  const { client } = useServices()
  const act = useAct()
  const [first, ...others] = locks
  const holder = useEntities((entities) => (first ? entities.sessions[first.sessionId]?.title : null))
  if (!first) return null
  const more = others.length > 0 ? ` and ${others.length} more` : ''
  return (
    <div className="flex flex-wrap items-center gap-2 px-2.5 pb-2.5 text-sm">
      <Hourglass aria-hidden className="size-4 flex-none text-subtle" />
      <p className="min-w-0 flex-1">
        <span className="text-fg">Waits for {holder ?? 'another session'}</span>{' '}
        <span className="text-muted">
          which changes <code className="font-mono">{first.path}</code>
          {more}. It goes on by itself when that is done.
        </span>
      </p>
      <Button
        size="sm"
        loading={act.busy}
        onClick={() => void act.run(() => client.approval.goOn({ approvalId: approval.id }))}
      >
        Go on anyway
      </Button>
      {act.failure && <ErrorNote error={act.failure} />}
    </div>
  )
}

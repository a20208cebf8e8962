import { MessageSquarePlus } from 'lucide-react'
import type { Workspace } from '../../../contracts/index.ts'
import { useServices, useShortcut } from '../../app/index.ts'
import { Button, EmptyState, ErrorNote } from '../../ui/index.ts'

/** A workspace without a tab to show: begin, or what is in the way. */
export function NothingOpen({ workspace, onStart }: { workspace: Workspace; onStart(): void }) {
  const { actions } = useServices()
  const keys = useShortcut('session.create')
  if (workspace.status === 'running')
    return (
      <EmptyState
        icon={<MessageSquarePlus />}
        title="Start a session"
        action={
          <Button kind="primary" {...(keys ? { keys } : {})} onClick={onStart}>
            New session
          </Button>
        }
      >
        A session is a conversation with a coding agent that works in this workspace only.
      </EmptyState>
    )
  if (workspace.error)
    return (
      <div className="p-4">
        <ErrorNote error={workspace.error} onRetry={() => actions.run('workspace.restart')} />
      </div>
    )
  return (
    <EmptyState
      title={
        workspace.status === 'stopped' ? 'This workspace is stopped' : `This workspace is ${workspace.status}`
      }
      action={
        workspace.status === 'stopped' && (
          <Button kind="primary" onClick={() => actions.run('workspace.restart')}>
            Start again
          </Button>
        )
      }
    >
      Every file is kept.
    </EmptyState>
  )
}

import { Button, Spinner } from '../ui/index.ts'
import { useConnectionState } from './hooks.ts'
import { useServices } from './services.ts'

/** Says that the picture may be out of date, and no more than that: work goes on without this window. */
export function ConnectionBanner() {
  const { connection } = useServices()
  const state = useConnectionState()
  if (state === 'connected') return null
  return (
    <div
      role="status"
      className="flex h-8 flex-none items-center gap-2 border-b border-line bg-attention-bg px-3.5 text-sm"
    >
      <Spinner label="Connecting" />
      <span className="truncate">
        {state === 'offline'
          ? 'Switchyard does not answer. What agents and terminals do goes on; this window shows what it knew.'
          : 'Connecting again…'}
      </span>
      {state === 'offline' && (
        <Button size="sm" kind="ghost" onClick={() => connection.retry()}>
          Try now
        </Button>
      )}
    </div>
  )
}

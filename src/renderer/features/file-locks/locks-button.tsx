import { FileLock2 } from 'lucide-react'
import type { FileLock, Workspace } from '../../../contracts/index.ts'
import { count, navigate, rowKeys, useEntities } from '../../app/index.ts'
import { locksOf } from '../../state/index.ts'
import { Popover, RelativeTime } from '../../ui/index.ts'

/** Which files sessions of the workspace hold; not there while none is. */
export function LocksButton({ workspace }: { workspace: Workspace }) {
  const locks = useEntities((entities) => locksOf(entities, workspace.id))
  if (locks.length === 0) return null
  const words = `Files in use: ${count(locks.length, 'file')}`
  return (
    <Popover
      title="Files in use"
      align="end"
      trigger={
        <button
          type="button"
          aria-label={words}
          title={words}
          className="flex h-7 flex-none items-center gap-1 rounded-md px-1.5 text-muted hover:bg-hover hover:text-fg data-popup-open:bg-active [&_svg]:size-4"
        >
          <FileLock2 aria-hidden strokeWidth={1.5} />
          <span className="text-xs tabular-nums">{locks.length}</span>
        </button>
      }
    >
      <p className="pb-2 text-sm text-muted">
        One session changes each of these. Others wait for it; terminals do not.
      </p>
      <ul className="-mx-1.5 flex max-h-96 flex-col gap-0.5 overflow-y-auto" ref={rowKeys}>
        {locks.map((lock) => (
          <LockRow key={lock.id} lock={lock} workspace={workspace} />
        ))}
      </ul>
    </Popover>
  )
}

function LockRow({ lock, workspace }: { lock: FileLock; workspace: Workspace }) {
  const holder = useEntities((entities) => entities.sessions[lock.sessionId]?.title ?? 'A session')
  const repository = workspace.repositories.find(({ repositoryId }) => repositoryId === lock.repositoryId)
  const isOneOfMany = workspace.repositories.length > 1
  const path = isOneOfMany && repository ? `${repository.name}/${lock.path}` : lock.path
  return (
    <li>
      <button
        type="button"
        data-row
        className="flex w-full flex-col rounded-md px-1.5 py-1 text-left hover:bg-hover"
        onClick={() =>
          navigate({
            name: 'workspace',
            workspaceId: workspace.id,
            tab: { kind: 'session', id: lock.sessionId },
          })
        }
      >
        <span className="flex w-full items-baseline gap-2">
          <span className="flex-1 truncate font-mono text-sm" title={path}>
            {path}
          </span>
          <RelativeTime at={lock.since} />
        </span>
        <span className="w-full truncate text-xs text-subtle">
          {holder}
          {lock.waiting.length > 0 && ` · ${count(lock.waiting.length, 'session')} waiting`}
        </span>
      </button>
    </li>
  )
}

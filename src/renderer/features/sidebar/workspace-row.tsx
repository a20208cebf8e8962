import { MoreHorizontal, Pin } from 'lucide-react'
import type { Workspace } from '../../../contracts/index.ts'
import {
  formatRoute,
  useEntities,
  useRoute,
  useServices,
  useUi,
  workspaceActions,
  parseRoute,
} from '../../app/index.ts'
import { workspaceStatus } from '../../state/index.ts'
import { cx, IconButton, LineCounts, Menu, StatusDot, Tooltip } from '../../ui/index.ts'
import { rowClass } from './row.ts'

/** A workspace: its status, name and how much it changed; what can be done with it comes up on hover. */
export function WorkspaceRow({ workspace, folded }: { workspace: Workspace; folded: boolean }) {
  const shown = useEntities((entities) => workspaceStatus(entities, workspace))
  const changes = useEntities((entities) => entities.changes[workspace.id])
  const lastTab = useUi((ui) => ui.lastTab[workspace.id])
  const route = useRoute()
  const on = route.name === 'workspace' && route.workspaceId === workspace.id
  const last = parseRoute(`#/workspace/${workspace.id}/${lastTab ?? ''}`)
  const link = (
    <a
      data-row
      href={formatRoute(last)}
      aria-current={on ? 'page' : undefined}
      aria-label={folded ? `${workspace.name}, ${shown.word}` : undefined}
      title={folded ? undefined : `${workspace.name} on ${workspace.branch}: ${shown.word}`}
      className={cx(rowClass(on, folded), !folded && 'pl-[26px]')}
    >
      <StatusDot status={shown.status} label={shown.word} />
      {!folded && (
        <>
          <span className="flex-1 truncate">{workspace.name}</span>
          {workspace.pinned && (
            <Pin role="img" aria-label="Pinned" className="size-3 flex-none text-subtle" strokeWidth={1.5} />
          )}
          <span className="group-focus-within:invisible group-hover:invisible">
            {workspace.status === 'error' ? (
              <span className="text-xs text-error">failed</span>
            ) : (
              changes && <LineCounts added={changes.added} removed={changes.removed} />
            )}
          </span>
        </>
      )}
    </a>
  )
  return (
    <li className="group relative flex">
      {folded ? <Tooltip text={`${workspace.name}, ${shown.word}`}>{link}</Tooltip> : link}
      {!folded && <RowMenu workspace={workspace} />}
    </li>
  )
}

function RowMenu({ workspace }: { workspace: Workspace }) {
  const services = useServices()
  const items = workspaceActions(services, workspace)
    .filter((action) => action.when?.() ?? true)
    .map((action) => ({
      id: action.id,
      label: action.title,
      danger: action.id === 'workspace.delete',
      icon: action.icon && <action.icon aria-hidden strokeWidth={1.5} />,
      onSelect: () => services.actions.start(action),
    }))
  return (
    <Menu
      trigger={
        <IconButton
          size="sm"
          label={`More for ${workspace.name}`}
          icon={<MoreHorizontal />}
          className="absolute top-0.5 right-1 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 data-popup-open:opacity-100"
        />
      }
      items={items}
    />
  )
}

import { ArrowDown, ArrowUp, GitCompareArrows } from 'lucide-react'
import { useMemo } from 'react'
import type { Workspace } from '../../../contracts/index.ts'
import { count, useActions, useEntities, useServices } from '../../app/index.ts'
import { Menu, Spinner } from '../../ui/index.ts'
import { aheadAndBehind } from './act-form.ts'
import { gitActions } from './git-actions.ts'

/** Opens the git acts of a workspace; shows how far its branch and the remote are apart. */
export function GitButton({ workspace }: { workspace: Workspace }) {
  const services = useServices()
  const git = useEntities((entities) => entities.git[workspace.id])
  const actions = useMemo(() => gitActions(services, workspace, git), [services, workspace, git])
  useActions(actions)
  const { ahead, behind } = git ? aheadAndBehind(git) : { ahead: 0, behind: 0 }
  const far = [
    ahead > 0 && `${count(ahead, 'commit')} to push`,
    behind > 0 && `${count(behind, 'commit')} to pull`,
  ]
    .filter(Boolean)
    .join(', ')
  const words = git?.act ? `Git: ${git.act.kind} is under way` : `Git${far ? `: ${far}` : ''}`
  const items = actions
    .filter((action) => action.when?.() ?? true)
    .map(({ id, title, icon: Icon }) => ({
      id,
      label: title,
      icon: Icon ? <Icon /> : undefined,
      onSelect: () => void services.actions.run(id),
    }))
  return (
    <Menu
      items={items}
      trigger={
        <button
          type="button"
          aria-label={words}
          title={words}
          className="flex h-7 flex-none items-center gap-1.5 rounded-md border border-strong bg-raised px-2 text-sm hover:bg-active data-popup-open:bg-active [&_svg]:size-3.5"
        >
          {git?.act ? <Spinner /> : <GitCompareArrows aria-hidden className="text-muted" />}
          <span className="max-lg:hidden">Git</span>
          {ahead > 0 && (
            <span className="flex items-center text-muted tabular-nums">
              <ArrowUp aria-hidden />
              {ahead}
            </span>
          )}
          {behind > 0 && (
            <span className="flex items-center text-muted tabular-nums">
              <ArrowDown aria-hidden />
              {behind}
            </span>
          )}
        </button>
      }
    />
  )
}

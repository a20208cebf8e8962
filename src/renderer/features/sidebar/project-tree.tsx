import { ChevronDown, ChevronRight } from 'lucide-react'
import { useId } from 'react'
import type { Project } from '../../../contracts/index.ts'
import { formatRoute, useEntities, useRoute, useServices, useUi } from '../../app/index.ts'
import { toggleProject, workspacesOf } from '../../state/index.ts'
import { cx, Tooltip } from '../../ui/index.ts'
import { rowClass } from './row.ts'
import { WorkspaceRow } from './workspace-row.tsx'

/** A project and, unless it is folded away, its workspaces. */
export function ProjectTree({ project, folded }: { project: Project; folded: boolean }) {
  const { ui } = useServices()
  const workspaces = useEntities((entities) => workspacesOf(entities, project.id))
  const open = !useUi((state) => state.collapsedProjects.includes(project.id))
  const route = useRoute()
  const list = useId()
  const on = route.name === 'project' && route.projectId === project.id
  const Chevron = open ? ChevronDown : ChevronRight
  const link = (
    <a
      data-row
      href={formatRoute({ name: 'project', projectId: project.id, sessionId: null })}
      aria-current={on ? 'page' : undefined}
      title={project.name}
      className={cx(rowClass(on, folded), 'text-fg', !folded && 'pl-8')}
    >
      {folded ? (
        <>
          <span aria-hidden className="text-sm font-semibold uppercase">
            {project.name.slice(0, 2)}
          </span>
          <span className="sr-only">{project.name}</span>
        </>
      ) : (
        <>
          <span className="flex-1 truncate">{project.name}</span>
          <span className="text-xs text-subtle tabular-nums">
            {workspaces.length}
            <span className="sr-only"> workspaces</span>
          </span>
        </>
      )}
    </a>
  )
  return (
    <>
      <div className="relative flex">
        {!folded && (
          <button
            type="button"
            aria-expanded={open}
            aria-controls={list}
            aria-label={`Workspaces of ${project.name}`}
            onClick={() => ui.setState((state) => toggleProject(state, project.id), true)}
            className="absolute top-0.5 left-1 z-10 grid size-6 place-items-center rounded-md text-muted hover:bg-hover"
          >
            <Chevron aria-hidden className="size-4" strokeWidth={1.5} />
          </button>
        )}
        {folded ? <Tooltip text={project.name}>{link}</Tooltip> : link}
      </div>
      <ul id={list}>
        {open &&
          workspaces.map((workspace) => (
            <WorkspaceRow key={workspace.id} workspace={workspace} folded={folded} />
          ))}
      </ul>
    </>
  )
}

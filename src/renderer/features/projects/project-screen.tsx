import { FolderX, GitBranch, MoreHorizontal, Plus } from 'lucide-react'
import { useState } from 'react'
import type { Project, ProjectId, SessionId } from '../../../contracts/index.ts'
import { navigate, TopBar, useEntities, useFolded, useServices, useShortcut } from '../../app/index.ts'
import { sessionsOfProject, workspacesOf } from '../../state/index.ts'
import { Button, Chip, cx, EmptyState, IconButton, Menu } from '../../ui/index.ts'
import { SessionList } from './session-list.tsx'
import { ProjectSession } from './project-session.tsx'

/** The sessions of a project, and what happened in the chosen one. */
export function ProjectScreen({
  projectId,
  sessionId,
}: {
  projectId: ProjectId
  sessionId: SessionId | null
}) {
  const project = useEntities((entities) => entities.projects[projectId])
  const sessions = useEntities((entities) => sessionsOfProject(entities, projectId))
  const workspaces = useEntities((entities) => workspacesOf(entities, projectId))
  const folded = useFolded()
  const [picked, setPicked] = useState<SessionId | null>(sessionId)
  if (!project)
    return (
      <EmptyState
        icon={<FolderX />}
        title="This project is gone"
        action={<Button onClick={() => navigate({ name: 'home' })}>Go home</Button>}
      >
        It was removed. Its repositories are where they were.
      </EmptyState>
    )
  const wanted = sessionId ?? picked
  const shown = sessions.find(({ id }) => id === wanted) ?? sessions[0]
  return (
    <>
      <ProjectBar project={project} />
      {shown ? (
        <div
          className={cx(
            'grid min-h-0 flex-1',
            folded ? 'grid-cols-[232px_minmax(0,1fr)]' : 'grid-cols-[288px_minmax(0,1fr)]',
          )}
        >
          <SessionList
            sessions={sessions}
            selected={shown.id}
            onSelect={(id) => {
              setPicked(id)
              navigate({ name: 'project', projectId, sessionId: id }, { replace: true })
            }}
          />
          <ProjectSession key={shown.id} sessionId={shown.id} />
        </div>
      ) : (
        <NoSessions projectId={projectId} workspaces={workspaces.length} />
      )}
    </>
  )
}

function ProjectBar({ project }: { project: Project }) {
  const { dialogs } = useServices()
  const keys = useShortcut('workspace.create')
  const { id, name, repositories } = project
  return (
    <TopBar title={name}>
      {repositories.map((repository) => (
        <Chip key={repository.id} mono title={repository.path}>
          {repositories.length === 1 ? repository.path : repository.name}
        </Chip>
      ))}
      <span className="flex-1" />
      <Button
        icon={<Plus className="size-4" />}
        {...(keys === undefined ? {} : { keys })}
        onClick={() => dialogs.open({ kind: 'create-workspace', projectId: id })}
      >
        New workspace
      </Button>
      <Menu
        trigger={<IconButton label="More" icon={<MoreHorizontal />} />}
        items={[
          {
            id: 'rename',
            label: 'Rename…',
            onSelect: () => dialogs.open({ kind: 'rename-project', projectId: id }),
          },
          {
            id: 'archived',
            label: 'Archived workspaces…',
            onSelect: () => dialogs.open({ kind: 'archived-workspaces', projectId: id }),
          },
          {
            id: 'mcp',
            label: 'MCP servers…',
            onSelect: () => dialogs.open({ kind: 'project-mcp', projectId: id }),
          },
          null,
          {
            id: 'remove',
            label: 'Remove project…',
            danger: true,
            onSelect: () => dialogs.open({ kind: 'remove-project', projectId: id }),
          },
        ]}
      />
    </TopBar>
  )
}

function NoSessions({ projectId, workspaces }: { projectId: ProjectId; workspaces: number }) {
  const { dialogs } = useServices()
  return (
    <EmptyState
      icon={<GitBranch />}
      title={workspaces === 0 ? 'No workspaces yet' : 'No sessions yet'}
      action={
        <Button kind="primary" onClick={() => dialogs.open({ kind: 'create-workspace', projectId })}>
          New workspace
        </Button>
      }
    >
      {workspaces === 0
        ? 'A workspace is a branch in a folder of its own, where an agent works without touching your checkout.'
        : 'Open a workspace at the left to start an agent in it, or make a new one.'}
    </EmptyState>
  )
}

import { GitBranch, GitPullRequestCreate, MoreHorizontal } from 'lucide-react'
import type { Workspace } from '../../../contracts/index.ts'
import { formatRoute, TopBar, useEntities, useServices, workspaceActions } from '../../app/index.ts'
import { nodeName, nodeStatus } from '../../state/index.ts'
import { LocksButton } from '../file-locks/index.ts'
import { RulesButton } from '../approval-rules/index.ts'
import { PullRequestChips, usePullRequestActions } from '../pull-requests/index.ts'
import { GitButton } from '../remotes/index.ts'
import { Chip, IconButton, LineCounts, Menu, StatusDot } from '../../ui/index.ts'

/** The bar of a workspace: where one is, and what can be done with it. */
export function WorkspaceBar({ workspace }: { workspace: Workspace }) {
  const services = useServices()
  usePullRequestActions(workspace)
  const project = useEntities((entities) => entities.projects[workspace.projectId])
  const node = useEntities((entities) => entities.nodes[workspace.nodeId])
  const changes = useEntities((entities) => entities.changes[workspace.id])
  const items = workspaceActions(services, workspace)
    .filter((action) => action.when?.() ?? true)
    .map(({ id, title, icon: Icon }) => ({
      id,
      label: title,
      icon: Icon ? <Icon /> : undefined,
      danger: id === 'workspace.delete',
      onSelect: () => void services.actions.run(id),
    }))
  items.unshift({
    id: 'pull-request.create',
    label: 'Create pull request…',
    icon: <GitPullRequestCreate />,
    danger: false,
    onSelect: () => void services.actions.run('pull-request.create'),
  })
  const shown = node && nodeStatus(node)
  return (
    <TopBar
      title={workspace.name}
      before={
        project && (
          <span className="flex min-w-0 flex-none items-center gap-2.5 text-subtle">
            <a
              href={formatRoute({ name: 'project', projectId: project.id, sessionId: null })}
              className="max-w-40 truncate rounded-sm text-muted hover:text-fg"
            >
              {project.name}
            </a>
            /
          </span>
        )
      }
    >
      <Chip mono icon={<GitBranch aria-hidden />} title={workspace.branch}>
        {workspace.branch}
      </Chip>
      {node && shown && (
        <Chip
          icon={<StatusDot status={shown.status} label={shown.word} />}
          title={node.linkReason ?? nodeName(node)}
        >
          {nodeName(node)}
        </Chip>
      )}
      <span className="flex-1" />
      {changes && <LineCounts added={changes.added} removed={changes.removed} />}
      <PullRequestChips workspace={workspace} />
      <GitButton workspace={workspace} />
      <LocksButton workspace={workspace} />
      <RulesButton workspace={workspace} />
      <Menu trigger={<IconButton label="More" icon={<MoreHorizontal />} />} items={items} />
    </TopBar>
  )
}

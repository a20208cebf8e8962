import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Workspace, WorkspaceId } from '../../../contracts/index.ts'
import { Pane, navigate, useEntities, useFolded, useRoute, useServices, useUi } from '../../app/index.ts'
import { sessionsOf, setLastTab, terminalsOf } from '../../state/index.ts'
import { Badge, Button, EmptyState, SplitPanes, Tabs, type TabItem } from '../../ui/index.ts'
import { ChangesPanel } from '../changes/index.ts'
import { useEditorActions } from '../editors/index.ts'
import { EventList } from '../events/index.ts'
import { ConflictBanner, ConflictsDialog, GitActDialog } from '../remotes/index.ts'
import { FilesPanel, QuickOpen, type FilesSide } from '../files/index.ts'
import { allTabs, chooseTab, tabId } from './tabs.ts'
import { useWorkspaceActions } from './use-workspace-actions.ts'
import { useWorkspaceActs } from './use-workspace-acts.ts'
import { WorkPane } from './work-pane.tsx'
import { WorkspaceBar } from './workspace-bar.tsx'

/** A workspace: conversations and terminals at the left, what they changed at the right. */
export function WorkspaceScreen({ workspaceId }: { workspaceId: WorkspaceId }) {
  const workspace = useEntities((entities) => entities.workspaces[workspaceId])
  if (!workspace)
    return (
      <EmptyState
        title="This workspace is gone"
        action={
          <span className="flex gap-2">
            <Button onClick={() => navigate({ name: 'home' })}>Go home</Button>
            <Button onClick={() => navigate({ name: 'history', query: '' })}>Read its sessions</Button>
          </span>
        }
      >
        It was deleted. Its branches are still in their repositories, its sessions in the history.
      </EmptyState>
    )
  return <Screen workspace={workspace} />
}

type Side = 'changes' | 'files' | 'events'

function Screen({ workspace }: { workspace: Workspace }) {
  const { ui } = useServices()
  const { id } = workspace
  const route = useRoute()
  const folded = useFolded()
  const sessions = useEntities((entities) => sessionsOf(entities, id))
  const terminals = useEntities((entities) => terminalsOf(entities, id))
  const agent = useEntities((entities) => entities.projects[workspace.projectId]?.defaultAgent ?? 'runbook')
  const last = useUi((state) => state.lastTab[id])
  const acts = useWorkspaceActs(workspace)
  const tabs = useMemo(() => allTabs(sessions, terminals), [sessions, terminals])
  const current = chooseTab(tabs, route.name === 'workspace' ? route.tab : null, last)
  const [side, setSide] = useState<Side>('changes')
  /** In a narrow window the right pane is one of the tabs; null while another is shown. */
  const [narrow, setNarrow] = useState<Side | null>(null)

  const shownTab = current && tabId(current)
  useEffect(() => {
    if (shownTab) ui.setState((state) => setLastTab(state, id, shownTab))
  }, [ui, id, shownTab])
  const showChanges = useCallback(() => {
    setSide('changes')
    setNarrow('changes')
  }, [setSide, setNarrow])
  const [filesSide, setFilesSide] = useState<FilesSide>('tree')
  const showFiles = useCallback(() => {
    setSide('files')
    setNarrow('files')
  }, [setSide, setNarrow])
  const searchFiles = useCallback(() => {
    setFilesSide('search')
    showFiles()
  }, [setFilesSide, showFiles])
  useEditorActions(workspace)
  useWorkspaceActions({ workspace, tabs, current, agent, acts, showChanges, showFiles, searchFiles })

  const sideItems = useSideItems(workspace)
  const content = (which: Side) => (
    <Pane name="This panel" resetKey={which}>
      {which === 'changes' && <ChangesPanel workspaceId={id} />}
      {which === 'files' && <FilesPanel workspace={workspace} side={filesSide} onSide={setFilesSide} />}
      {which === 'events' && <EventList workspaceId={id} />}
    </Pane>
  )
  const work = { workspace, tabs, current, agent, acts }
  return (
    <>
      <QuickOpen workspace={workspace} />
      <WorkspaceBar workspace={workspace} />
      <ConflictBanner workspace={workspace} />
      {folded ? (
        <WorkPane
          {...work}
          more={{
            items: sideItems,
            selected: narrow,
            onSelect: (tab) => setNarrow(tab as Side | null),
            content: narrow && content(narrow),
          }}
        />
      ) : (
        <SplitPanes
          id="workspace"
          left={<WorkPane {...work} />}
          right={
            <>
              <Tabs
                label="Changes, files and events"
                items={sideItems}
                selected={side}
                onSelect={(tab) => setSide(tab as Side)}
              />
              {content(side)}
            </>
          }
        />
      )}
      <GitActDialog />
      <ConflictsDialog />
    </>
  )
}

function useSideItems({ id }: Workspace): TabItem[] {
  const files = useEntities((entities) => entities.changes[id]?.files ?? 0)
  return [
    { id: 'changes', label: 'Changes', badge: files > 0 && <Badge label={`${files} files`}>{files}</Badge> },
    { id: 'files', label: 'Files' },
    { id: 'events', label: 'Events' },
  ]
}

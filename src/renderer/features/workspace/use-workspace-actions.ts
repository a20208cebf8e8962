import {
  FileDiff,
  Files,
  FileSearch,
  MessageSquarePlus,
  MessageSquareReply,
  PanelLeft,
  SquareTerminal,
  TextSearch,
} from 'lucide-react'
import { useMemo } from 'react'
import { useActions, useServices, workspaceActions, type Action, type WorkspaceTab } from '../../app/index.ts'
import type { Workspace } from '../../../contracts/index.ts'
import type { WorkspaceActs } from './use-workspace-acts.ts'

interface Options {
  workspace: Workspace
  tabs: readonly WorkspaceTab[]
  current: WorkspaceTab | null
  agent: string
  acts: WorkspaceActs
  showChanges(): void
  showFiles(): void
  searchFiles(): void
}

/** Shortcuts and command bar entries of the workspace on screen. */
export function useWorkspaceActions({ workspace, tabs, current, agent, acts, ...show }: Options): void {
  const services = useServices()
  const { showChanges, showFiles, searchFiles } = show
  const list = useMemo(
    () => [
      ...workspaceActions(services, workspace),
      ...tabActions(tabs, acts),
      {
        id: 'session.create',
        title: 'New session',
        section: 'Workspace' as const,
        icon: MessageSquarePlus,
        when: () => workspace.status === 'running',
        run: () => acts.startSession(agent),
      },
      {
        id: 'session.continue',
        title: 'Continue an earlier conversation…',
        section: 'Workspace' as const,
        icon: MessageSquareReply,
        keywords: ['resume', 'load', 'session'],
        when: () => workspace.status === 'running',
        run: acts.continueConversation,
      },
      {
        id: 'terminal.create',
        title: 'New terminal',
        section: 'Workspace' as const,
        icon: SquareTerminal,
        when: () => workspace.status === 'running',
        run: () => acts.openTerminal(),
      },
      {
        id: 'terminal.toggle',
        title: 'Go to the terminal and back',
        section: 'Workspace' as const,
        icon: SquareTerminal,
        run: () => toggleTerminal(tabs, current, acts),
      },
      {
        id: 'view.changes',
        title: 'Show changes',
        section: 'Workspace' as const,
        icon: FileDiff,
        run: showChanges,
      },
      {
        id: 'view.files',
        title: 'Show files',
        section: 'Workspace' as const,
        icon: Files,
        run: showFiles,
      },
      {
        id: 'file.quick-open',
        title: 'Open a file by its name…',
        section: 'Workspace' as const,
        icon: FileSearch,
        run: () => services.dialogs.open({ kind: 'quick-open' }),
      },
      {
        id: 'files.search',
        title: 'Search in files',
        section: 'Workspace' as const,
        icon: TextSearch,
        keywords: ['grep', 'find'],
        run: searchFiles,
      },
    ],
    [services, workspace, tabs, current, agent, acts, showChanges, showFiles, searchFiles],
  )
  useActions(list)
}

const tabActions = (tabs: readonly WorkspaceTab[], acts: WorkspaceActs): Action[] =>
  tabs.slice(0, 9).map((tab, index) => ({
    id: `workspace.tab-${index + 1}`,
    title: `Go to tab ${index + 1}`,
    section: 'Workspace',
    icon: PanelLeft,
    unlisted: true,
    run: () => acts.show(tab),
  }))

/** From a conversation to the newest terminal (a new one when there is none), and back to the newest conversation. */
async function toggleTerminal(
  tabs: readonly WorkspaceTab[],
  current: WorkspaceTab | null,
  acts: WorkspaceActs,
): Promise<void> {
  const wanted = current?.kind === 'terminal' ? 'session' : 'terminal'
  const target = tabs.findLast((tab) => tab.kind === wanted)
  if (target) acts.show(target)
  else if (wanted === 'terminal') await acts.openTerminal()
}

import {
  CircleHelp,
  FolderPlus,
  History,
  Inbox,
  Monitor,
  Moon,
  Plus,
  Search,
  Settings,
  Sun,
} from 'lucide-react'
import { needsYou } from '../../state/index.ts'
import { settingsPages, type SettingsPage } from '../route.ts'
import type { AppServices } from '../services.ts'
import { currentRoute, navigate } from '../use-route.ts'
import type { Action } from './action.ts'
import { entitiesOf, currentWorkspace } from './current.ts'

export const settingsTitles: Record<SettingsPage, string> = {
  general: 'General',
  notifications: 'Notifications',
  agents: 'Agents',
  hosting: 'Hosting',
  limits: 'Limits',
  security: 'Security',
  shortcuts: 'Shortcuts',
  appearance: 'Appearance',
  about: 'About',
}

const themes = [
  { value: 'system', title: 'Use the theme of the system', icon: Monitor },
  { value: 'dark', title: 'Use the dark theme', icon: Moon },
  { value: 'light', title: 'Use the light theme', icon: Sun },
] as const

/** What can be done everywhere. */
export function globalActions(
  services: AppServices,
  addProject: () => void | Promise<void>,
): readonly Action[] {
  const { client, dialogs } = services
  return [
    {
      id: 'app.command-bar',
      title: 'Search or run…',
      section: 'App',
      icon: Search,
      run: () => dialogs.toggleCommandBar(),
    },
    {
      id: 'app.cheat-sheet',
      title: 'Show keyboard shortcuts',
      section: 'App',
      icon: CircleHelp,
      keywords: ['help', 'keys', 'cheat sheet'],
      run: () => dialogs.open({ kind: 'cheat-sheet' }),
    },
    {
      id: 'workspace.create',
      title: 'New workspace…',
      section: 'Workspace',
      icon: Plus,
      keywords: ['create', 'worktree', 'branch', 'task'],
      when: () => Object.keys(entitiesOf(services)?.projects ?? {}).length > 0,
      run: () => dialogs.open({ kind: 'create-workspace', projectId: projectHere(services) }),
    },
    {
      id: 'project.add',
      title: 'Add project…',
      section: 'Project',
      icon: FolderPlus,
      keywords: ['open', 'repository', 'folder'],
      run: addProject,
    },
    {
      id: 'app.needs-you',
      title: 'Go to what needs you',
      section: 'App',
      icon: Inbox,
      keywords: ['approval', 'next', 'waiting', 'unseen'],
      when: () => firstWaiting(services) !== null,
      run: () => goToFirstWaiting(services),
    },
    {
      id: 'app.inbox',
      title: 'Show all that needs you',
      section: 'App',
      icon: Inbox,
      keywords: ['inbox', 'approvals', 'unseen', 'results', 'waiting'],
      run: () => navigate({ name: 'inbox' }),
    },
    {
      id: 'history.open',
      title: 'Search the history',
      section: 'App',
      icon: History,
      keywords: ['find', 'messages', 'sessions', 'deleted', 'past'],
      run: () => navigate({ name: 'history', query: '' }),
    },
    {
      id: 'settings.open',
      title: 'Open settings',
      section: 'Settings',
      icon: Settings,
      run: () => navigate({ name: 'settings', page: 'general', item: null }),
      more: () =>
        settingsPages.map((page) => ({
          id: `settings.${page}`,
          title: settingsTitles[page],
          section: 'Settings',
          icon: Settings,
          run: () => navigate({ name: 'settings', page, item: null }),
        })),
    },
    ...themes.map(({ value, title, icon }): Action => ({
      id: `theme.${value}`,
      title,
      section: 'View',
      icon,
      keywords: ['theme', 'appearance', 'colours'],
      when: () => entitiesOf(services)?.settings.theme !== value,
      run: async () => void (await client.settings.set({ theme: value })),
    })),
  ]
}

function projectHere(services: AppServices) {
  const route = currentRoute()
  if (route.name === 'project') return route.projectId
  return currentWorkspace(services)?.projectId ?? null
}

function firstWaiting(services: AppServices) {
  const entities = entitiesOf(services)
  return entities ? (needsYou(entities)[0] ?? null) : null
}

function goToFirstWaiting(services: AppServices): void {
  const waiting = firstWaiting(services)
  if (!waiting) return
  navigate({
    name: 'workspace',
    workspaceId: waiting.workspaceId,
    tab: { kind: 'session', id: waiting.sessionId },
  })
}

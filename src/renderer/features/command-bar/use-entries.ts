import { ArrowRight, Circle, FolderGit2, GitBranch, MessageSquare, Server, Settings } from 'lucide-react'
import { useMemo } from 'react'
import {
  formatRoute,
  navigate,
  settingsPages,
  settingsTitles,
  shortcutKeys,
  shownShortcut,
  useAllActions,
  useEntities,
  useServices,
  workspaceActions,
  type Action,
  type AppServices,
  type Route,
} from '../../app/index.ts'
import { nodeName, nodeStatus, type Entities } from '../../state/index.ts'
import type { Entry } from './entry.ts'

/** Everything the command bar offers now. */
export function useEntries(): Entry[] {
  const services = useServices()
  const actions = useAllActions()
  const entities = useEntities((all) => all)
  return useMemo(
    () => [...actionEntries(services, actions), ...placeEntries(services, entities)],
    [services, actions, entities],
  )
}

/** Sections whose actions act on what the window shows. */
const hereSections: ReadonlySet<string> = new Set(['Session', 'Workspace'])

function actionEntries(services: AppServices, actions: readonly Action[]): Entry[] {
  return actions
    .filter((action) => !action.unlisted && action.id !== 'app.command-bar' && (action.when?.() ?? true))
    .map((action) => actionEntry(services, action))
}

function actionEntry(services: AppServices, action: Action): Entry {
  const { id, title, section, icon, detail, keywords, more } = action
  const shortcut = shownShortcut(action, services.host === undefined)
  return {
    key: id,
    kind: 'action',
    title,
    icon: icon ?? Circle,
    here: hereSections.has(section),
    ...(detail === undefined ? {} : { detail }),
    ...(keywords === undefined ? {} : { keywords }),
    ...(shortcut === undefined ? {} : { keys: shortcutKeys(shortcut) }),
    run: () => services.actions.start(action),
    ...(more ? { more: () => more().map((next) => actionEntry(services, next)) } : {}),
  }
}

function placeEntries(services: AppServices, entities: Entities): Entry[] {
  const place = (
    route: Route,
    kind: Entry['kind'],
    rest: Pick<Entry, 'title' | 'icon'> & Partial<Entry>,
  ): Entry => ({
    key: formatRoute(route),
    kind,
    run: () => navigate(route),
    ...rest,
  })
  const { dialogs, client, toasts } = services
  return [
    ...Object.values(entities.workspaces).map((workspace) =>
      place({ name: 'workspace', workspaceId: workspace.id, tab: null }, 'place', {
        title: workspace.name,
        icon: GitBranch,
        detail: [entities.projects[workspace.projectId]?.name, workspace.branch].filter(Boolean).join(', '),
        more: () =>
          workspaceActions(services, workspace)
            .filter((action) => action.when?.() ?? true)
            .map((action) => actionEntry(services, action)),
      }),
    ),
    ...Object.values(entities.sessions).map((session) =>
      place(
        { name: 'workspace', workspaceId: session.workspaceId, tab: { kind: 'session', id: session.id } },
        'session',
        {
          title: session.title,
          icon: MessageSquare,
          detail: ['session', entities.workspaces[session.workspaceId]?.name].filter(Boolean).join(', '),
          keywords: [session.agentName],
          more: () => [
            {
              key: `stop ${session.id}`,
              kind: 'action',
              title: `Stop ${session.title}`,
              icon: Circle,
              run: () => {
                client.session
                  .stop({ sessionId: session.id })
                  .catch((error: unknown) => toasts.failed('Stop session', error))
              },
            },
          ],
        },
      ),
    ),
    ...Object.values(entities.projects).map(({ id, name }) =>
      place({ name: 'project', projectId: id, sessionId: null }, 'place', {
        title: name,
        icon: FolderGit2,
        detail: 'project',
        more: () => [
          {
            key: `new in ${id}`,
            kind: 'action',
            title: `New workspace in ${name}…`,
            icon: GitBranch,
            run: () => dialogs.open({ kind: 'create-workspace', projectId: id }),
          },
          {
            key: `rename ${id}`,
            kind: 'action',
            title: `Rename ${name}…`,
            icon: ArrowRight,
            run: () => dialogs.open({ kind: 'rename-project', projectId: id }),
          },
          {
            key: `remove ${id}`,
            kind: 'action',
            title: `Remove ${name}…`,
            icon: ArrowRight,
            run: () => dialogs.open({ kind: 'remove-project', projectId: id }),
          },
        ],
      }),
    ),
    ...Object.values(entities.nodes).map((node) =>
      // Until nodes have a screen of their own, theirs is where they are trusted.
      place({ name: 'settings', page: 'security', item: null }, 'place', {
        key: `node ${node.id}`,
        title: nodeName(node),
        icon: Server,
        detail: `node, ${nodeStatus(node).word}`,
      }),
    ),
    ...settingsPages.map((page) =>
      place({ name: 'settings', page, item: null }, 'place', {
        title: settingsTitles[page],
        icon: Settings,
        detail: 'settings',
      }),
    ),
  ]
}

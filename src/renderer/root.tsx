import { lazy, Suspense, useCallback, useEffect } from 'react'
import { useStore } from 'zustand'
import {
  ConnectionBanner,
  Pane,
  ServicesContext,
  formatRoute,
  lastPlace,
  navigate,
  parseRoute,
  useConnectionState,
  useEntities,
  useFolded,
  useGlobalActions,
  useKeyboard,
  useOwnShortcuts,
  useRecent,
  useRoute,
  useServices,
  useTheme,
  useTitle,
  useUi,
  type AppServices,
} from './app/index.ts'
import { CommandBar } from './features/command-bar/index.ts'
import { ContinueConversationDialog } from './features/conversations/index.ts'
import { CreateWorkspaceDialog } from './features/create-workspace/index.ts'
import { FirstRun } from './features/first-run/index.ts'
import { AddProjectDialog, chooseProject, ProjectDialogs, ProjectScreen } from './features/projects/index.ts'
import { CreatePullRequestDialog, PullRequestDialog } from './features/pull-requests/index.ts'
import { CheatSheet, SettingsScreen } from './features/settings/index.ts'
import { useNotifications } from './features/notifications/index.ts'
import { Sidebar } from './features/sidebar/index.ts'
import { Button, ErrorNote, Spinner, ToastProvider, TooltipProvider } from './ui/index.ts'

// The transcript, editors and terminals are most of the code; the rest of the window need not wait for them.
const WorkspaceScreen = lazy(async () => ({
  default: (await import('./features/workspace/index.tsx')).WorkspaceScreen,
}))

const InboxScreen = lazy(async () => ({
  default: (await import('./features/needs-you/index.ts')).InboxScreen,
}))

const HistoryScreen = lazy(async () => ({
  default: (await import('./features/history/index.ts')).HistoryScreen,
}))
const PastSessionScreen = lazy(async () => ({
  default: (await import('./features/history/index.ts')).PastSessionScreen,
}))

/** The whole window. */
export function Root({ services }: { services: AppServices }) {
  return (
    <ServicesContext value={services}>
      <TooltipProvider>
        <ToastProvider>
          <Pane name="Switchyard">
            <Gate />
          </Pane>
        </ToastProvider>
      </TooltipProvider>
    </ServicesContext>
  )
}

/** Nothing is shown of a picture that is not there yet. */
function Gate() {
  const { picture, connection } = useServices()
  const state = useStore(picture)
  const link = useConnectionState()
  if (state.phase === 'ready') return <Window />
  return (
    <main className="grid h-full place-items-center p-8">
      {state.phase === 'failed' ? (
        <ErrorNote error={state.failure} onRetry={() => window.location.reload()} />
      ) : (
        <div role="status" className="flex items-center gap-3 text-muted">
          <Spinner label="Connecting" />
          {link === 'offline' ? (
            <>
              Switchyard does not answer. It is tried again.
              <Button size="sm" onClick={() => connection.retry()}>
                Try now
              </Button>
            </>
          ) : (
            'Connecting…'
          )}
        </div>
      )}
    </main>
  )
}

function Window() {
  const route = useRoute()
  const folded = useFolded()
  const services = useServices()
  useTheme()
  useTitle()
  useKeyboard()
  useRecent()
  useNotifications()
  useOwnShortcuts()
  useGlobalActions(useCallback(() => chooseProject(services), [services]))
  return (
    <div className="flex h-full flex-col">
      <ConnectionBanner />
      <div
        className={`grid min-h-0 flex-1 ${folded ? 'grid-cols-[52px_minmax(0,1fr)]' : 'grid-cols-[var(--sidebar)_minmax(0,1fr)]'}`}
      >
        <Pane name="The sidebar">
          <Sidebar folded={folded} />
        </Pane>
        <main className="flex min-h-0 min-w-0 flex-col">
          <Pane name="This screen" resetKey={formatRoute(route)}>
            <Screen />
          </Pane>
        </main>
      </div>
      <Pane name="The dialog">
        <CreateWorkspaceDialog />
        <ContinueConversationDialog />
        <AddProjectDialog />
        <ProjectDialogs />
        <PullRequestDialog />
        <CreatePullRequestDialog />
        <CheatSheet />
        <CommandBar />
      </Pane>
    </div>
  )
}

function Screen() {
  const route = useRoute()
  switch (route.name) {
    case 'home':
      return <Home />
    case 'project':
      return <ProjectScreen key={route.projectId} projectId={route.projectId} sessionId={route.sessionId} />
    case 'workspace':
      return (
        <Suspense fallback={<Waiting />}>
          <WorkspaceScreen key={route.workspaceId} workspaceId={route.workspaceId} />
        </Suspense>
      )
    case 'inbox':
      return (
        <Suspense fallback={<Waiting />}>
          <InboxScreen />
        </Suspense>
      )
    case 'history':
      return (
        <Suspense fallback={<Waiting />}>
          <HistoryScreen query={route.query} />
        </Suspense>
      )
    case 'past-session':
      return (
        <Suspense fallback={<Waiting />}>
          <PastSessionScreen key={route.sessionId} sessionId={route.sessionId} />
        </Suspense>
      )
    case 'settings':
      return <SettingsScreen page={route.page} item={route.item} />
    default:
      return route satisfies never
  }
}

/** Leads to where the user was; where there is no project, says how to begin. */
function Home() {
  const recent = useUi((ui) => ui.recent)
  const place = useEntities((entities) => {
    const route = lastPlace(entities, recent)
    return route && formatRoute(route)
  })
  useEffect(() => {
    if (place) navigate(parseRoute(place), { replace: true })
  }, [place])
  return place ? <Waiting /> : <FirstRun />
}

const Waiting = () => (
  <div className="grid h-full place-items-center">
    <Spinner />
  </div>
)

export {
  ActionRegistry,
  actionForKey,
  actionSections,
  keyPlace,
  shortcutKeys,
  shownShortcut,
  type Action,
  type ActionSection,
} from './actions/index.ts'
export { createDialogs, type Dialog, type DialogStore } from './dialogs.ts'
export { count, exactTime, formatBytes, relativeTime } from './format.ts'
export {
  useActions,
  useAllActions,
  useConnectionState,
  useEntities,
  useLatest,
  useNow,
  useSaveSettings,
  useSettled,
  useShortcutKeys,
  useTranscript,
  useUi,
} from './hooks.ts'
export {
  formatRoute,
  parseRoute,
  settingsPages,
  type Route,
  type SettingsPage,
  type WorkspaceTab,
} from './route.ts'
export { ServicesContext, useServices, type AppServices } from './services.ts'
export { applyRememberedTheme, useTheme } from './theme.ts'
export { createToasts, type Toast, type Toasts } from './toasts.ts'
export { currentRoute, navigate, useRoute } from './use-route.ts'

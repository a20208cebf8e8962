export { settingsTitles } from './actions/global.ts'
export { isChangeable, type Binding } from './actions/keymap.ts'
export { workspaceActions } from './actions/workspace.ts'
export {
  ActionRegistry,
  actionSections,
  holderOf,
  refusalOf,
  shortcutOf,
  shortcutKeys,
  shownShortcut,
  type Action,
  type ActionSection,
} from './actions/index.ts'
export { useAnswer } from './use-answer.ts'
export { ConnectionBanner } from './connection-banner.tsx'
export { createDialogs } from './dialogs.ts'
export { count, exactTime, formatBytes } from './format.ts'
export {
  useActions,
  useAllActions,
  useConnectionState,
  useEntities,
  useLatest,
  useSaveSettings,
  useSettled,
  useShortcut,
  useTranscript,
  useUi,
} from './hooks.ts'
export { Pane } from './pane.tsx'
export {
  formatRoute,
  parseRoute,
  positionIn,
  settingsPages,
  type Route,
  type SettingsPage,
  type WorkspaceTab,
} from './route.ts'
export { lastPlace } from './last-place.ts'
export { createLooking, lookingAt, type LookingStore } from './looking.ts'
export { ServicesContext, useServices, type AppServices } from './services.ts'
export { applyRememberedTheme, useTheme } from './theme.ts'
export { toasts } from './toasts.ts'
export { TopBar } from './top-bar.tsx'
export { useFolded } from './use-folded.ts'
export { useGlobalActions } from './use-global-actions.ts'
export { useBindings, useOwnShortcuts } from './use-own-shortcuts.ts'
export { useKeyboard } from './use-keyboard.ts'
export { useLoad, type Loaded } from './use-load.ts'
export { useLookedAt } from './use-looked-at.ts'
export { useTitle } from './use-title.ts'
export { leadOnFromHere, navigate, useRoute } from './use-route.ts'
export { rowKeys } from './move-focus.ts'
export { saveText } from './save-text.ts'
export { useAct, type Act } from './use-act.ts'
export { useRecent } from './use-recent.ts'

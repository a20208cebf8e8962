import type { ActionSection } from './action.ts'

export interface Binding {
  /** Id of the action, also where no such action is registered at the moment. */
  id: string
  title: string
  section: ActionSection
  /** Any of them runs it. `mod` is Command on a Mac and Control elsewhere. */
  shortcuts: readonly string[]
  /** Shown instead of `shortcuts` for one of a row of actions; the others are not listed. */
  shown?: string
}

const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9]

/** `workspace.tab-1` … `-9`: listed once. */
const row = (id: string, title: string, section: ActionSection, modifier: string): Binding[] =>
  digits.map((digit) => ({
    id: `${id}-${digit}`,
    title,
    section,
    shortcuts: [`${modifier}+${digit}`],
    shown: digit === 1 ? `${modifier}+1…9` : '',
  }))

/** Listed only: the part of the screen that has the focus handles the keys itself. */
const inPlace = (id: string, title: string, section: ActionSection, shown: string): Binding => ({
  id,
  title,
  section,
  shortcuts: [],
  shown,
})

/** Every shortcut of the app, in the order the cheat sheet shows them. */
export const keymap: readonly Binding[] = [
  { id: 'app.command-bar', title: 'Search or run', section: 'App', shortcuts: ['mod+k'] },
  { id: 'app.cheat-sheet', title: 'Show keyboard shortcuts', section: 'App', shortcuts: ['?'] },
  { id: 'app.needs-you', title: 'Go to what needs you', section: 'App', shortcuts: ['alt+a'] },
  { id: 'app.inbox', title: 'Show all that needs you', section: 'App', shortcuts: ['alt+shift+a'] },
  { id: 'history.open', title: 'Search the history', section: 'App', shortcuts: ['alt+h'] },
  { id: 'settings.open', title: 'Open settings', section: 'App', shortcuts: ['mod+,'] },
  ...row('workspace.go', 'Go to a workspace of the sidebar', 'App', 'alt'),
  // Browsers keep Ctrl N and Ctrl T for themselves: there the second one works.
  { id: 'workspace.create', title: 'New workspace', section: 'Workspace', shortcuts: ['mod+n', 'alt+n'] },
  { id: 'session.create', title: 'New session', section: 'Workspace', shortcuts: ['mod+t', 'alt+t'] },
  ...row('workspace.tab', 'Go to a tab of the workspace', 'Workspace', 'mod'),
  { id: 'terminal.toggle', title: 'Terminal', section: 'Workspace', shortcuts: ['mod+`'] },
  { id: 'view.changes', title: 'Changes', section: 'Workspace', shortcuts: ['mod+shift+d'] },
  { id: 'approval.allow-once', title: 'Allow once, on an approval', section: 'Session', shortcuts: ['a'] },
  {
    id: 'approval.allow-always',
    title: 'Allow always, on an approval',
    section: 'Session',
    shortcuts: ['shift+a'],
  },
  { id: 'approval.reject', title: 'Reject, on an approval', section: 'Session', shortcuts: ['r'] },
  { id: 'session.stop', title: 'Stop the agent', section: 'Session', shortcuts: ['escape'] },
  inPlace('session.send', 'Send, in a message', 'Session', 'enter'),
  inPlace('session.send-now', 'Send now, in a message: stops the turn', 'Session', 'mod+enter'),
  inPlace('session.new-line', 'New line, in a message', 'Session', 'shift+enter'),
  inPlace('list.move', 'Move in a list', 'View', 'j+k'),
  inPlace('list.open', 'Open, in a list', 'View', 'enter'),
  inPlace('terminal.copy', 'Copy, in a terminal', 'View', 'mod+shift+c'),
  inPlace('terminal.find', 'Find, in a terminal', 'View', 'mod+shift+f'),
  inPlace('terminal.leave', 'Leave a terminal', 'View', 'ctrl+shift+escape'),
]

/** The shortcuts of an action; undefined when it has none. */
export const shortcutsOf = (id: string): readonly string[] | undefined =>
  keymap.find((binding) => binding.id === id)?.shortcuts

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

/** Bound to no key until the user binds it. */
const unbound = (id: string, title: string, section: ActionSection): Binding => ({
  id,
  title,
  section,
  shortcuts: [],
})

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
  { id: 'changes.next-file', title: 'Next changed file', section: 'Workspace', shortcuts: ['j'] },
  { id: 'changes.previous-file', title: 'Previous changed file', section: 'Workspace', shortcuts: ['k'] },
  { id: 'changes.next-hunk', title: 'Next change', section: 'Workspace', shortcuts: ['n'] },
  { id: 'changes.previous-hunk', title: 'Previous change', section: 'Workspace', shortcuts: ['p'] },
  { id: 'changes.toggle-viewed', title: 'Mark a file as viewed', section: 'Workspace', shortcuts: ['v'] },
  { id: 'changes.stage', title: 'Stage a file or lines', section: 'Workspace', shortcuts: ['s'] },
  { id: 'changes.unstage', title: 'Unstage a file or lines', section: 'Workspace', shortcuts: ['u'] },
  { id: 'changes.comment', title: 'Comment on lines', section: 'Workspace', shortcuts: ['c'] },
  unbound('comments.send', 'Send comments to an agent', 'Workspace'),
  unbound('changes.wrap', 'Wrap lines of diffs', 'Workspace'),
  unbound('changes.ignore-space', 'Ignore white space in diffs', 'Workspace'),
  unbound('changes.scope-base', 'Changes against the base branch', 'Workspace'),
  unbound('changes.scope-uncommitted', 'Uncommitted changes', 'Workspace'),
  unbound('changes.scope-staged', 'Staged changes', 'Workspace'),
  unbound('changes.scope-turn', 'Changes of this turn', 'Workspace'),
  unbound('changes.scope-seen', 'Changes since I last looked', 'Workspace'),
  unbound('changes.scope-commit', 'Changes of a commit', 'Workspace'),
  { id: 'view.files', title: 'Files', section: 'Workspace', shortcuts: ['mod+shift+e'] },
  { id: 'file.quick-open', title: 'Open a file by its name', section: 'Workspace', shortcuts: ['mod+p'] },
  { id: 'files.search', title: 'Search in files', section: 'Workspace', shortcuts: ['mod+shift+f'] },
  { id: 'file.save', title: 'Save the file', section: 'Workspace', shortcuts: ['mod+s'] },
  unbound('pull-request.create', 'Create a pull request', 'Workspace'),
  unbound('pull-request.show', 'Show the pull request', 'Workspace'),
  unbound('session.continue', 'Continue an earlier conversation', 'Workspace'),
  unbound('terminal.create', 'New terminal', 'Workspace'),
  unbound('workspace.rename', 'Rename the workspace', 'Workspace'),
  unbound('workspace.pin', 'Pin or unpin the workspace', 'Workspace'),
  unbound('workspace.stop', 'Stop the workspace', 'Workspace'),
  unbound('workspace.restart', 'Start the workspace again', 'Workspace'),
  unbound('workspace.archive', 'Archive the workspace', 'Workspace'),
  unbound('workspace.delete', 'Delete the workspace', 'Workspace'),
  unbound('editor.open', 'Open the workspace in the editor', 'Workspace'),
  unbound('workspace.copy-branch', 'Copy the branch name', 'Workspace'),
  unbound('workspace.copy-path', 'Copy the path', 'Workspace'),
  unbound('git.push', 'Push the branch', 'Workspace'),
  unbound('git.pull', 'Pull what is new', 'Workspace'),
  unbound('git.fetch', 'Ask the remotes', 'Workspace'),
  unbound('git.rebase', 'Rebase onto the base', 'Workspace'),
  unbound('git.merge', 'Merge into the base', 'Workspace'),
  unbound('git.conflicts', 'Resolve conflicts', 'Workspace'),
  unbound('workspace.approval-rules', 'Standing answers of the workspace', 'Workspace'),
  unbound('project.add', 'Add a project', 'Project'),
  unbound('theme.system', 'Use the theme of the system', 'View'),
  unbound('theme.dark', 'Use the dark theme', 'View'),
  unbound('theme.light', 'Use the light theme', 'View'),
  { id: 'approval.allow-once', title: 'Allow once, on an approval', section: 'Session', shortcuts: ['a'] },
  {
    id: 'approval.allow-always',
    title: 'Allow always, on an approval',
    section: 'Session',
    shortcuts: ['shift+a'],
  },
  unbound('approval.go-on', 'Let an approval go on that waits for a file', 'Session'),
  { id: 'approval.reject', title: 'Reject, on an approval', section: 'Session', shortcuts: ['r'] },
  { id: 'session.stop', title: 'Stop the agent', section: 'Session', shortcuts: ['escape'] },
  unbound('session.retry', 'Retry the last turn', 'Session'),
  unbound('session.edit-last', 'Edit the last message and send it again', 'Session'),
  unbound('session.undo', 'Undo the last turn', 'Session'),
  unbound('session.restart', 'Start the program again', 'Session'),
  unbound('session.end', 'End the program', 'Session'),
  unbound('session.copy-output', 'Copy what the program printed', 'Session'),
  unbound('session.copy-markdown', 'Copy the session as Markdown', 'Session'),
  unbound('session.export-markdown', 'Save the session as Markdown', 'Session'),
  unbound('session.export-json', 'Save the session as JSON', 'Session'),
  inPlace('session.send', 'Send, in a message', 'Session', 'enter'),
  inPlace('session.send-now', 'Send now, in a message: stops the turn', 'Session', 'mod+enter'),
  inPlace('session.new-line', 'New line, in a message', 'Session', 'shift+enter'),
  inPlace('list.move', 'Move in a list', 'View', 'j+k'),
  inPlace('command-bar.move', 'Move in the command bar', 'View', 'alt+j'),
  inPlace('list.open', 'Open, in a list', 'View', 'enter'),
  inPlace('terminal.copy', 'Copy, in a terminal', 'View', 'mod+shift+c'),
  inPlace('terminal.find', 'Find, in a terminal', 'View', 'mod+shift+f'),
  inPlace('editor.find', 'Find and replace, in a file', 'View', 'mod+f'),
  inPlace('editor.go-to-line', 'Go to a line, in a file', 'View', 'mod+alt+g'),
  inPlace('tree.rename', 'Rename, in the tree of files', 'View', 'f2'),
  inPlace('terminal.leave', 'Leave a terminal', 'View', 'ctrl+shift+escape'),
]

/** Shortcuts of the user's own, by action id. */
export type OwnShortcuts = Readonly<Record<string, readonly string[]>>

/** False for rows of digits and for keys that a part of the screen handles itself. */
export const isChangeable = ({ shown }: Binding): boolean => shown === undefined

/** The keymap as the user has it. */
export const bindingsWith = (own: OwnShortcuts): readonly Binding[] =>
  keymap.map((binding) =>
    isChangeable(binding) ? { ...binding, shortcuts: own[binding.id] ?? binding.shortcuts } : binding,
  )

/** The shortcuts of an action; undefined when it is in no keymap. */
export function shortcutsOf(id: string, own: OwnShortcuts): readonly string[] | undefined {
  const binding = keymap.find((candidate) => candidate.id === id)
  return binding && isChangeable(binding) ? (own[id] ?? binding.shortcuts) : binding?.shortcuts
}

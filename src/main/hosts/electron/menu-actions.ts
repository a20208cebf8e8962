/** One item of the application menu. The page runs the action of that id; there is no second way to do it. */
export interface MenuAction {
  /** An action's id in the renderer's registry. */
  id: string
  /** Verb first, sentence case. */
  label: string
  /** Shown beside the label, in Electron's notation. The page itself listens for the keys. */
  accelerator?: string
  section: 'File' | 'Workspace' | 'View' | 'Help'
}

/** What the menu bar offers, in order. Sections become menus. */
export const menuActions: readonly MenuAction[] = [
  { id: 'workspace.create', label: 'New workspace…', accelerator: 'CmdOrCtrl+N', section: 'File' },
  { id: 'project.add', label: 'Add project…', section: 'File' },
  { id: 'settings.open', label: 'Open settings', accelerator: 'CmdOrCtrl+,', section: 'File' },
  { id: 'workspace.rename', label: 'Rename workspace…', section: 'Workspace' },
  { id: 'workspace.copy-branch', label: 'Copy branch name', section: 'Workspace' },
  { id: 'workspace.stop', label: 'Stop workspace', section: 'Workspace' },
  { id: 'workspace.restart', label: 'Start workspace again', section: 'Workspace' },
  { id: 'workspace.delete', label: 'Delete workspace…', section: 'Workspace' },
  { id: 'app.command-bar', label: 'Search or run…', accelerator: 'CmdOrCtrl+K', section: 'View' },
  { id: 'app.needs-you', label: 'Go to what needs you', section: 'View' },
  { id: 'app.inbox', label: 'Show all that needs you', section: 'View' },
  { id: 'app.cheat-sheet', label: 'Show keyboard shortcuts', section: 'Help' },
]

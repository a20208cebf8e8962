import type { MenuItemConstructorOptions } from 'electron'
import type { MenuAction } from './menu-actions.ts'

type Item = MenuItemConstructorOptions

/**
 * The menu bar: the given actions by section, and the roles each system expects. Choosing an action calls
 * `choose` with its id.
 */
export function menuTemplate(
  actions: readonly MenuAction[],
  platform: NodeJS.Platform,
  choose: (actionId: string) => void,
): Item[] {
  const mac = platform === 'darwin'
  const separator: Item = { type: 'separator' }
  const of = (section: MenuAction['section']): Item[] =>
    actions
      .filter((action) => action.section === section)
      .map(({ id, label, accelerator }) => ({
        id,
        label,
        click: () => choose(id),
        // The page knows when a key is meant for a terminal or a text; the menu would take it always.
        ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
      }))
  return [
    ...(mac ? [{ role: 'appMenu' } satisfies Item] : []),
    {
      label: 'File',
      submenu: [...of('File'), separator, mac ? { role: 'close' } : { role: 'quit', label: 'Quit' }],
    },
    { role: 'editMenu' },
    { label: 'Workspace', submenu: of('Workspace') },
    {
      label: 'View',
      submenu: [
        ...of('View'),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        separator,
        { role: 'toggleDevTools' },
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', label: 'Help', submenu: of('Help') },
  ]
}

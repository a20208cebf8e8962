import type { MenuAction } from './menu-actions.ts'

const accelerator = (shortcut: string): string =>
  shortcut
    .split('+')
    .map((key) => (key === 'mod' ? 'CmdOrCtrl' : key.charAt(0).toUpperCase() + key.slice(1)))
    .join('+')

/** The menu's actions with the user's own shortcuts beside them; an empty list shows none. */
export const withShortcuts = (
  actions: readonly MenuAction[],
  own: Readonly<Record<string, readonly string[]>>,
): MenuAction[] =>
  actions.map(({ accelerator: builtIn, ...action }) => {
    const chosen = own[action.id]
    const [first] = chosen ?? []
    if (chosen === undefined) return builtIn === undefined ? action : { ...action, accelerator: builtIn }
    return first === undefined ? action : { ...action, accelerator: accelerator(first) }
  })

import { isPlain, matchesShortcut, worksInTerminal, type KeyPress } from './shortcut.ts'
import type { Action } from './action.ts'

/** What the key press happened in. */
export interface KeyPlace {
  /** A text field has the focus. */
  typing: boolean
  /** A terminal has the focus. */
  terminal: boolean
  /** A dialog or a menu is open: only what it brings itself may run. */
  dialog: boolean
}

// A toast is a dialog by role, too, and takes no keys.
const floating =
  ':is([role="dialog"], [role="alertdialog"]):not([aria-modal="false"]), [role="menu"], [role="listbox"]'

/** Id of the one action that also works above dialogs. */
const overDialogs = 'app.command-bar'

/** The action a key press means, if any. Later registrations win. */
export function actionForKey(
  actions: readonly Action[],
  press: KeyPress,
  place: KeyPlace,
  commandKey: boolean,
): Action | undefined {
  return actions.findLast(
    (action) =>
      (!place.dialog || action.id === overDialogs) &&
      action.shortcuts?.some(
        (shortcut) =>
          matchesShortcut(shortcut, press, commandKey) &&
          (!place.terminal || worksInTerminal(shortcut, commandKey)) &&
          (!place.typing || place.terminal || !isPlain(shortcut)),
      ) &&
      (action.when?.() ?? true),
  )
}

/** Looks at the page for where a key press happened. */
export function keyPlace(target: EventTarget | null): KeyPlace {
  const element = target instanceof HTMLElement ? target : null
  return {
    typing: element?.matches('input, textarea, select, [contenteditable="true"]') ?? false,
    terminal: (element?.closest('.xterm') ?? null) !== null,
    dialog: document.querySelector(floating) !== null,
  }
}

import type { Action } from './action.ts'

/** The parts of a keyboard event that shortcuts look at. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

interface Combination {
  mod: boolean
  alt: boolean
  shift: boolean
  key: string
}

function parse(shortcut: string): Combination {
  const parts = shortcut.toLowerCase().split('+')
  const key = parts.at(-1) ?? ''
  return { mod: parts.includes('mod'), alt: parts.includes('alt'), shift: parts.includes('shift'), key }
}

/** The key as a shortcut names it. Digits and the backquote by place: with Shift or Alt they type something else. */
export function pressedKey({ key, code }: KeyPress): string {
  if (/^Digit\d$/.test(code)) return code.slice('Digit'.length)
  if (code === 'Backquote') return '`'
  // Alt with a letter types a special character on a Mac.
  if (/^Key[A-Z]$/.test(code) && !/^[a-z]$/i.test(key)) return code.slice('Key'.length).toLowerCase()
  return key.toLowerCase()
}

/** Whether a key press is this shortcut. */
export function matchesShortcut(shortcut: string, press: KeyPress, commandKey: boolean): boolean {
  const wanted = parse(shortcut)
  const mod = commandKey ? press.metaKey : press.ctrlKey
  const other = commandKey ? press.ctrlKey : press.metaKey
  if (mod !== wanted.mod || other || press.altKey !== wanted.alt) return false
  // A question mark is Shift and another key on most layouts: what counts is what is typed.
  if (wanted.key.length === 1 && /[^a-z0-9`]/.test(wanted.key)) return press.key === wanted.key
  return press.shiftKey === wanted.shift && pressedKey(press) === wanted.key
}

/** What a browser keeps for itself: a page never sees these key presses. */
export const keptByBrowsers: ReadonlySet<string> = new Set([
  'mod+n',
  'mod+t',
  'mod+w',
  'mod+shift+n',
  'mod+shift+t',
])

/** The shortcut to show for an action: the first that works here. */
export const shownShortcut = (action: Pick<Action, 'shortcuts'>, inBrowser: boolean): string | undefined =>
  action.shortcuts?.find((shortcut) => !inBrowser || !keptByBrowsers.has(shortcut))

/** A shortcut as the kit's `Kbd` reads it: `mod+shift+d` → `Mod+Shift+D`. */
export const shortcutKeys = (shortcut: string): string =>
  shortcut
    .split('+')
    .map((key) => key.charAt(0).toUpperCase() + key.slice(1))
    .join('+')

/** True when nothing but a plain key, which a text field would type. */
export const isPlain = (shortcut: string): boolean => {
  const { mod, alt } = parse(shortcut)
  return !mod && !alt
}

/** Copy, paste and find, which a terminal does itself. */
const terminalsOwn = new Set(['c', 'v', 'f'])

/** True for what a terminal gives up: programs in it want Ctrl and Alt with letters for themselves. */
export const worksInTerminal = (shortcut: string, commandKey: boolean): boolean => {
  const { mod, shift, key } = parse(shortcut)
  return mod && !terminalsOwn.has(key) && (commandKey || shift || key === '`' || /^\d$/.test(key))
}

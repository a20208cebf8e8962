import { isChangeable, type Binding } from './keymap.ts'
import { isPlain, keptByBrowsers, pressedKey, type KeyPress } from './shortcut.ts'

const modifiers: ReadonlySet<string> = new Set(['control', 'shift', 'alt', 'meta', 'altgraph', 'capslock'])

/** A key press as a shortcut, such as `mod+shift+d`; null while only modifiers are held. */
export function shortcutOf(press: KeyPress, commandKey: boolean): string | null {
  const key = pressedKey(press)
  if (modifiers.has(key)) return null
  const mod = commandKey ? press.metaKey : press.ctrlKey
  // What is typed with Shift and is no letter names the Shift by itself.
  const named = key.length > 1 || /[a-z0-9`]/.test(key)
  const parts = [mod && 'mod', press.altKey && 'alt', press.shiftKey && named && 'shift', key]
  return parts.filter((part) => part !== false).join('+')
}

/** Plain keys that lists, fields and dialogs need everywhere. */
const keptPlain: ReadonlySet<string> = new Set(
  [
    'enter',
    'tab',
    ' ',
    'backspace',
    'delete',
    'j',
    'k',
    'arrowup',
    'arrowdown',
    'arrowleft',
    'arrowright',
  ].flatMap((key) => [key, `shift+${key}`]),
)
const editing: ReadonlySet<string> = new Set([
  'mod+a',
  'mod+c',
  'mod+v',
  'mod+x',
  'mod+y',
  'mod+z',
  'mod+shift+z',
])

/** Why a shortcut cannot be used; null when it can. */
export function refusalOf(shortcut: string, inBrowser: boolean): string | null {
  if (editing.has(shortcut)) return 'Text fields and terminals need it.'
  if (keptPlain.has(shortcut)) return 'Lists and fields need it.'
  if (shortcut === 'escape' || shortcut === 'mod+enter') return 'It closes, stops and sends everywhere.'
  if (shortcut.includes('mod+') && /\d$/.test(shortcut)) return 'It goes to a tab.'
  if (/^alt\+\d$/.test(shortcut)) return 'It goes to a workspace.'
  if (isPlain(shortcut) && !/^(shift\+)?f\d+$/.test(shortcut) && shortcut.length > 'shift+x'.length)
    return 'It needs Ctrl, Command or Alt.'
  if (inBrowser && keptByBrowsers.has(shortcut)) return 'The browser keeps it for itself.'
  return null
}

/** The other action that has the shortcut; undefined when it is free. */
export const holderOf = (bindings: readonly Binding[], id: string, shortcut: string): Binding | undefined =>
  bindings.find(
    (binding) => binding.id !== id && isChangeable(binding) && binding.shortcuts.includes(shortcut),
  )

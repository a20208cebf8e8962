const onMac = typeof navigator !== 'undefined' && /mac/i.test(navigator.platform)

const macNames: Record<string, string> = {
  Mod: '⌘',
  Ctrl: '⌃',
  Alt: '⌥',
  Shift: '⇧',
  Enter: '↩',
  Escape: 'Esc',
}
const otherNames: Record<string, string> = { Mod: 'Ctrl', Escape: 'Esc', ArrowUp: '↑', ArrowDown: '↓' }

/** What to show for each key of `Mod+Shift+D`; `Mod` is Command on a Mac and Ctrl elsewhere. */
export function keyLabels(keys: string, mac = onMac): string[] {
  const names = mac ? macNames : otherNames
  return keys.split('+').map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key))
}

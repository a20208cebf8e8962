import type { Terminal } from '@xterm/xterm'

export interface KeyActs {
  /** Opens the search line. */
  find(): void
  /** Gives the focus back to the app. */
  leave(): void
}

/**
 * What a terminal does itself before the program gets the key: copy, paste, search, leave. Returns false for keys
 * that are handled or belong to the app.
 */
export function handleKey(terminal: Terminal, event: KeyboardEvent, mac: boolean, acts: KeyActs): boolean {
  if (event.type !== 'keydown') return true
  const command = mac ? event.metaKey : event.ctrlKey && event.shiftKey
  const key = event.key.toLowerCase()
  if (event.ctrlKey && event.shiftKey && key === 'escape') {
    acts.leave()
    return false
  }
  if (command && key === 'c' && terminal.hasSelection()) {
    void navigator.clipboard.writeText(terminal.getSelection())
    event.preventDefault()
    return false
  }
  // The browser's own paste event follows and xterm takes it from there.
  if (command && key === 'v') return false
  if (command && key === 'f') {
    acts.find()
    event.preventDefault()
    return false
  }
  // Tabs and the terminal's own shortcut are the app's, also in here.
  return !((mac ? event.metaKey : event.ctrlKey) && (/^\d$/.test(key) || key === '`'))
}

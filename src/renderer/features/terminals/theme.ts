import type { ITheme } from '@xterm/xterm'

const read = (styles: CSSStyleDeclaration, name: string): string => styles.getPropertyValue(name).trim()

// The sixteen colours are chosen to read on the terminal's surface of each theme; the rest are tokens.
const dark = {
  black: '#2a2d35',
  red: '#ee7d82',
  green: '#58c78b',
  yellow: '#e5b567',
  blue: '#6ea8fe',
  magenta: '#c792ea',
  cyan: '#5cc8c8',
  white: '#c9cdd5',
  brightBlack: '#868d99',
  brightRed: '#ff9a9e',
  brightGreen: '#7fe0ab',
  brightYellow: '#f5cf8e',
  brightBlue: '#9cc4ff',
  brightMagenta: '#dbb3f5',
  brightCyan: '#8ae0e0',
  brightWhite: '#ffffff',
}
const light = {
  black: '#171a21',
  red: '#a92e35',
  green: '#126e43',
  yellow: '#7a5207',
  blue: '#2563d9',
  magenta: '#8a3fb5',
  cyan: '#0f6b73',
  white: '#515866',
  brightBlack: '#626975',
  brightRed: '#c2333a',
  brightGreen: '#14794a',
  brightYellow: '#94620a',
  brightBlue: '#3b78e7',
  brightMagenta: '#a155cc',
  brightCyan: '#15828b',
  brightWhite: '#171a21',
}

/** The terminal's colours from the tokens in force. */
export function terminalTheme(): ITheme {
  const styles = getComputedStyle(document.documentElement)
  const isLight = document.documentElement.dataset['theme'] === 'light'
  return {
    ...(isLight ? light : dark),
    background: read(styles, '--bg-input'),
    foreground: read(styles, '--fg'),
    cursor: read(styles, '--accent'),
    selectionBackground: read(styles, '--accent-border'),
  }
}

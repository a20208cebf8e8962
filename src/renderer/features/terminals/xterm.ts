import { ClipboardAddon } from '@xterm/addon-clipboard'
import { FitAddon } from '@xterm/addon-fit'
import { SearchAddon } from '@xterm/addon-search'
import { Unicode11Addon } from '@xterm/addon-unicode11'
import { WebLinksAddon } from '@xterm/addon-web-links'
import { WebglAddon } from '@xterm/addon-webgl'
import { Terminal } from '@xterm/xterm'
import '@xterm/xterm/css/xterm.css'
import { terminalTheme } from './theme.ts'

export interface Screen {
  terminal: Terminal
  fit: FitAddon
  search: SearchAddon
  /** Draws on the graphics card while the terminal is in view; a context costs memory. */
  setVisible(visible: boolean): void
  dispose(): void
}

/** An xterm in `element` with what every terminal has. */
export function openScreen(
  element: HTMLElement,
  options: { fontSize: number; scrollback: number; mac: boolean },
): Screen {
  const terminal = new Terminal({
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--font-code'),
    fontSize: options.fontSize,
    lineHeight: 1.3,
    scrollback: options.scrollback,
    theme: terminalTheme(),
    allowProposedApi: true,
    cursorBlink: false,
    macOptionIsMeta: true,
    minimumContrastRatio: 4.5,
  })
  const fit = new FitAddon()
  const search = new SearchAddon()
  terminal.loadAddon(fit)
  terminal.loadAddon(search)
  terminal.loadAddon(new Unicode11Addon())
  terminal.loadAddon(new ClipboardAddon())
  terminal.loadAddon(
    new WebLinksAddon(
      (event, uri) => (event.ctrlKey || event.metaKey) && window.open(uri, '_blank', 'noreferrer'),
    ),
  )
  terminal.unicode.activeVersion = '11'
  terminal.open(element)
  const watcher = new MutationObserver(() => (terminal.options.theme = terminalTheme()))
  watcher.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  let webgl: WebglAddon | null = null
  const dropWebgl = (): void => {
    webgl?.dispose()
    webgl = null
  }
  return {
    terminal,
    fit,
    search,
    setVisible(visible) {
      if (!visible) return dropWebgl()
      if (webgl) return undefined
      try {
        webgl = new WebglAddon()
        webgl.onContextLoss(dropWebgl)
        terminal.loadAddon(webgl)
      } catch {
        // No graphics card or no context left: xterm draws with the DOM instead.
        webgl = null
      }
      return undefined
    },
    dispose() {
      watcher.disconnect()
      dropWebgl()
      terminal.dispose()
    },
  }
}

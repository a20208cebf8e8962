import type { SearchAddon } from '@xterm/addon-search'
import { useEffect, useRef, useState } from 'react'
import type { TerminalId } from '../../../contracts/index.ts'
import { useEntities, useLatest, useServices } from '../../app/index.ts'
import { Button, cx } from '../../ui/index.ts'
import { FindBar } from './find-bar.tsx'
import { handleKey } from './keys.ts'
import type { TerminalChannel, TerminalStreams } from './terminal-streams.ts'
import { openScreen, type Screen } from './xterm.ts'

/** Dragging a pane's border would else resize the program at every pixel. */
const resizeSettleMs = 60

interface View {
  connected: boolean
  /** Undefined while the program runs. */
  exitCode?: number | null
  failure?: string
}

export interface TerminalViewProps {
  terminalId: TerminalId
  streams: TerminalStreams
  /** Hidden terminals keep their screen. */
  visible: boolean
  takeFocus?: boolean
  /** Somebody else types in it: keys, answers of the terminal and its size stay here. */
  readOnly?: boolean
  /** Puts away a terminal that has ended; without it somebody else says that it has. */
  onClose?: () => void
}

/** A terminal on screen. Its bytes go from the connection to xterm and touch no state on the way. */
export function TerminalView({
  terminalId,
  streams,
  visible,
  takeFocus = true,
  readOnly = false,
  onClose,
}: TerminalViewProps) {
  const { commandKey } = useServices()
  const terminal = useEntities((entities) => entities.terminals[terminalId])
  const fontSize = useEntities((entities) => entities.settings.terminalFontSize)
  const scrollback = useEntities((entities) => entities.settings.terminalScrollback)
  const screenReader = useEntities((entities) => entities.settings.terminalScreenReader)
  const box = useRef<HTMLDivElement>(null)
  const screen = useRef<Screen | null>(null)
  const settings = useLatest({ fontSize, scrollback })
  const shown = useLatest(visible)
  const watching = useLatest(readOnly)
  const connection = useRef<TerminalChannel | null>(null)
  const [view, setView] = useState<View>({ connected: false })
  const [finding, setFinding] = useState<SearchAddon | null>(null)

  useEffect(() => {
    const element = box.current
    if (!element) return undefined
    const opened = openScreen(element, { ...settings.current, mac: commandKey })
    screen.current = opened
    const { terminal: xterm, fit } = opened
    fit.fit()
    const size = { cols: xterm.cols, rows: xterm.rows }
    const channel: TerminalChannel = streams.attach(terminalId, size, {
      snapshot(bytes, drawn) {
        xterm.reset()
        xterm.write(bytes, drawn)
      },
      data: (bytes, drawn) => xterm.write(bytes, drawn),
      exit: (exitCode) => setView({ connected: true, exitCode }),
      failed: (failure) => setView({ connected: false, failure }),
      connected: (connected) => setView((before) => ({ ...before, connected })),
    })
    connection.current = channel
    xterm.onData((text) => {
      if (!watching.current) channel.write(text)
    })
    xterm.attachCustomKeyEventHandler((event) =>
      handleKey(xterm, event, commandKey, {
        find: () => setFinding(opened.search),
        leave: () => document.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus(),
      }),
    )
    let settle: ReturnType<typeof setTimeout> | undefined
    const observer = new ResizeObserver(() => {
      clearTimeout(settle)
      settle = setTimeout(() => {
        if (!shown.current || watching.current) return
        const before = `${xterm.cols}x${xterm.rows}`
        fit.fit()
        if (before !== `${xterm.cols}x${xterm.rows}`) channel.resize({ cols: xterm.cols, rows: xterm.rows })
      }, resizeSettleMs)
    })
    observer.observe(element)
    return () => {
      clearTimeout(settle)
      observer.disconnect()
      channel.close()
      opened.dispose()
      screen.current = null
      connection.current = null
    }
  }, [commandKey, settings, shown, streams, terminalId, watching])

  useEffect(() => {
    const opened = screen.current
    if (!opened) return
    opened.terminal.options.fontSize = fontSize
    opened.terminal.options.scrollback = scrollback
    opened.terminal.options.screenReaderMode = screenReader
  }, [fontSize, screenReader, scrollback])

  useEffect(() => {
    const opened = screen.current
    opened?.setVisible(visible)
    if (visible && takeFocus) opened?.terminal.focus()
  }, [takeFocus, visible])

  useEffect(() => {
    const opened = screen.current
    if (!opened || readOnly) return
    // The size of who types is the program's.
    opened.fit.fit()
    const { cols, rows } = opened.terminal
    connection.current?.resize({ cols, rows })
  }, [readOnly])

  const closeFind = (): void => {
    setFinding(null)
    screen.current?.terminal.focus()
  }
  const ended = view.exitCode !== undefined || view.failure !== undefined
  return (
    <section
      aria-label={`Terminal ${terminal?.title ?? ''}`}
      className={cx('relative min-h-0 flex-1 flex-col bg-input', visible ? 'flex' : 'hidden')}
    >
      {!view.connected && !ended && (
        <p role="status" className="flex-none border-b border-line bg-panel px-3 py-1 text-sm text-muted">
          Connecting to the terminal…
        </p>
      )}
      <div ref={box} className="min-h-0 flex-1 overflow-hidden px-3 py-2.5" />
      {finding && <FindBar search={finding} onClose={closeFind} />}
      {ended && (onClose || view.failure !== undefined) && (
        <div
          role="status"
          className="flex flex-none items-center gap-3 border-t border-line bg-panel px-3 py-2 text-muted"
        >
          <span className="flex-1">{view.failure ?? endOf(view.exitCode)}</span>
          {onClose && (
            <Button size="sm" onClick={onClose}>
              Close terminal
            </Button>
          )}
        </div>
      )}
    </section>
  )
}

const endOf = (exitCode: number | null | undefined): string =>
  typeof exitCode === 'number' ? `The shell ended with status ${exitCode}.` : 'The shell was ended.'

import { SerializeAddon } from '@xterm/addon-serialize'
import { Terminal as HeadlessTerminal } from '@xterm/headless'
import type { Clock } from '../../base/index.ts'
import type { TerminalSize } from '../../contracts/index.ts'
import { watchSignals } from './signals.ts'

/**
 * Parsing costs about 30 ms a MiB. At most this much is parsed each interval, so a flood (`cat` of a big file)
 * takes a few per cent of one core; of what exceeds it only the newest part is parsed, which is more than the
 * scrollback holds. A mode switched inside the skipped part is missed until the program draws again.
 */
const parseIntervalMs = 250
const parseBytes = 512 * 1024

const newline = 10
const resetAttributes = new TextEncoder().encode('\u001b[0m')

export interface ScreenEvents {
  /** The program rang the bell (empty text) or asked for a notification. */
  signal?(text: string): void
  /** What a terminal answers to a question of the program, such as where the cursor is. */
  reply?(text: string): void
}

/**
 * What a terminal shows, kept without a window: a headless xterm that is fed lazily, so that a viewer who
 * comes later or falls behind gets one repaint instead of the whole past.
 */
export class Screen {
  readonly #terminal: HeadlessTerminal
  readonly #serializer = new SerializeAddon()
  readonly #clock: Clock
  #pending: Uint8Array[] = []
  #pendingBytes = 0
  #cancelTimer: (() => void) | undefined

  constructor(size: TerminalSize, scrollback: number, clock: Clock, events: ScreenEvents = {}) {
    this.#clock = clock
    this.#terminal = new HeadlessTerminal({ ...size, scrollback, allowProposedApi: true })
    this.#terminal.loadAddon(this.#serializer)
    if (events.signal) watchSignals(this.#terminal, events.signal)
    if (events.reply) this.#terminal.onData(events.reply)
  }

  get size(): TerminalSize {
    return { cols: this.#terminal.cols, rows: this.#terminal.rows }
  }

  write(bytes: Uint8Array): void {
    this.#pending.push(bytes)
    this.#pendingBytes += bytes.length
    // Chunks wait half the allowance over it, so that dropping is done in batches and not for each chunk.
    if (this.#pendingBytes > parseBytes * 1.5) this.#dropOldest()
    this.#cancelTimer ??= this.#clock.after(parseIntervalMs, () => this.#parse())
  }

  resize(size: TerminalSize): void {
    this.#parse()
    this.#terminal.resize(size.cols, size.rows)
  }

  /**
   * Escape sequences that repaint screen, scrollback, cursor and modes of everything written before the call.
   * `done` is called in the same tick as the text is taken: later writes are not in it.
   */
  snapshot(done: (text: string) => void): void {
    this.#parse()
    this.#terminal.write('', () => done(this.#serializer.serialize()))
  }

  /** As `snapshot`: the last lines that hold something, as plain text, at most `lines`. */
  text(lines: number, done: (text: string) => void): void {
    this.#parse()
    this.#terminal.write('', () => done(lastLines(this.#terminal, lines)))
  }

  /** As `snapshot`: whether the program wants pastes to be marked as such. */
  bracketedPaste(done: (bracketed: boolean) => void): void {
    this.#parse()
    this.#terminal.write('', () => done(this.#terminal.modes.bracketedPasteMode))
  }

  dispose(): void {
    this.#cancelTimer?.()
    this.#terminal.dispose()
  }

  #parse(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    const chunks = this.#pending
    this.#pending = []
    this.#pendingBytes = 0
    for (const chunk of chunks) this.#terminal.write(chunk)
  }

  #dropOldest(): void {
    while (this.#pendingBytes > parseBytes && this.#pending.length > 1) {
      const dropped = this.#pending.shift() as Uint8Array
      this.#pendingBytes -= dropped.length
    }
    // Begin at a line, not in the middle of an escape sequence or a UTF-8 character.
    const first = this.#pending[0] as Uint8Array
    const start = first.indexOf(newline) + 1
    this.#pending[0] = first.subarray(start)
    this.#pending.unshift(resetAttributes)
    this.#pendingBytes += resetAttributes.length - start
  }
}

/** Lines that only go on for want of width are joined. */
function lastLines({ buffer }: HeadlessTerminal, count: number): string {
  const lines: string[] = []
  for (let at = buffer.active.length - 1, rest = ''; at >= 0 && lines.length < count; at--) {
    const line = buffer.active.getLine(at)
    if (!line) continue
    const text = line.translateToString(rest === '') + rest
    rest = line.isWrapped ? text : ''
    if (!line.isWrapped && (text !== '' || lines.length > 0)) lines.push(text)
  }
  return lines.reverse().join('\n')
}

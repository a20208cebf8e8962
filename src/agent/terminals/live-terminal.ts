import type { Clock } from '../../base/index.ts'
import {
  frameKinds,
  TerminalOpened,
  type Limits,
  type TerminalId,
  type TerminalSize,
} from '../../contracts/index.ts'
import { openPty, type Pty, type PtyOptions } from './pty.ts'
import { Screen } from './screen.ts'
import { enterKey, isTyped, typedText } from './typed-text.ts'
import { Viewer, type SendFrame } from './viewer.ts'

const encoder = new TextEncoder()
export const encodeJson = (value: unknown): Uint8Array => encoder.encode(JSON.stringify(value))

/** Most bytes put into one frame: large enough to amortise a frame, small enough to stay responsive. */
const frameBytes = 64 * 1024
/** How long a program gets between hang-up and being killed. */
const killGraceMs = 2_000
/** Programs that read keys take Enter in one piece with a text for a line of that text. */
const enterDelayMs = 100
/** What a program that is always busy shows is told this often all the same. */
const longestUnquietMs = 15_000
/** Lines of the end of the output that go with the end of a program. */
const tailLines = 30

/** Learns what a terminal's program does and what is done to it. */
export interface TerminalWatch {
  /** It printed something. */
  output(): void
  /** It rang the bell (empty text) or asked for a notification. */
  signal(text: string): void
  /** The user typed. */
  typed(): void
  /** It will draw itself anew. */
  resized(): void
}

export interface LiveTerminalOptions extends Omit<PtyOptions, 'onData' | 'onExit'> {
  id: TerminalId
  limits: Limits
  clock: Clock
  watch?: TerminalWatch | undefined
  /** Escape sequences to be shown above all that the program prints. */
  before?: string | undefined
  /** What it shows, whenever the program has been quiet for `quietMs` after output, and now and then while it is not. */
  onQuiet(screen: string): void
  quietMs: number
  /** The last screen, its last lines as plain text, and the exit code, once, when the program has ended. */
  onExit(exitCode: number | null, screen: string, tail: string): void
}

/** A running terminal: the program, what it shows, and who looks at it. */
export class LiveTerminal {
  readonly #options: LiveTerminalOptions
  readonly #pty: Pty
  readonly #screen: Screen
  readonly #viewers = new Set<Viewer>()
  readonly #ended = Promise.withResolvers<void>()
  #chunks: Uint8Array[] = []
  #chunkBytes = 0
  #flush: NodeJS.Immediate | undefined
  #paused = false
  #cancelQuiet: (() => void) | undefined
  #lastOutputAt = 0
  #unquietSince = 0
  #exited = false

  constructor(options: LiveTerminalOptions) {
    this.#options = options
    const { size, limits, clock, watch, before } = options
    this.#screen = new Screen(size, limits.terminalScrollbackLines, clock, {
      ...(watch ? { signal: (text) => watch.signal(text) } : {}),
      reply: (text) => this.#reply(text),
    })
    if (before) this.#screen.write(encoder.encode(before))
    this.#pty = openPty({
      ...options,
      onData: (bytes) => this.#receive(bytes),
      onExit: (exitCode) => this.#exit(exitCode),
    })
  }

  /** Resolves when the program has ended and `onExit` was called. */
  get ended(): Promise<void> {
    return this.#ended.promise
  }

  /** Attaches a viewer: it gets `opened`, a snapshot, and then everything. */
  attach(channel: number, send: SendFrame, size: TerminalSize | null): Viewer {
    if (size) this.resize(size)
    const { limits, clock, id } = this.#options
    const viewer = new Viewer(channel, send, limits, clock, () => this.#flow())
    this.#flushNow()
    this.#viewers.add(viewer)
    viewer.control(
      frameKinds.opened,
      encodeJson(TerminalOpened.parse({ terminalId: id, size: this.#screen.size })),
    )
    this.#paint(viewer)
    return viewer
  }

  detach(viewer: Viewer): void {
    this.#viewers.delete(viewer)
    viewer.close()
  }

  get pid(): number {
    return this.#pty.pid
  }

  /** What a viewer sends. */
  write(bytes: Uint8Array): void {
    if (this.#exited) return
    this.#pty.write(bytes)
    if (isTyped(bytes)) this.#options.watch?.typed()
  }

  /** Types a text and Enter. Resolves, when that is done, to whether it went as one marked paste. */
  async type(text: string): Promise<boolean> {
    this.#flushNow()
    const pasted = await new Promise<boolean>((resolve) => this.#screen.bracketedPaste(resolve))
    this.write(encoder.encode(typedText(text, pasted)))
    await new Promise<void>((resolve) => void this.#options.clock.after(enterDelayMs, resolve))
    this.write(encoder.encode(enterKey))
    return pasted
  }

  /** The last lines of what it shows, as plain text. */
  text(lines: number): Promise<string> {
    this.#flushNow()
    return new Promise((resolve) => this.#screen.text(lines, resolve))
  }

  resize(size: TerminalSize): void {
    const now = this.#screen.size
    if (now.cols === size.cols && now.rows === size.rows) return
    this.#options.watch?.resized()
    this.#screen.resize(size)
    this.#pty.resize(size)
  }

  /** What the terminal shows now, as escape sequences. */
  snapshot(): Promise<string> {
    return new Promise((resolve) => this.#screen.snapshot(resolve))
  }

  /** Hangs up, then kills the program and all it started; resolves when it has ended. */
  async end(): Promise<void> {
    // A paused terminal would never see the end of its program's output.
    this.#resume()
    this.#pty.kill('SIGHUP')
    const cancel = this.#options.clock.after(killGraceMs, () => this.#pty.kill('SIGKILL'))
    await this.ended
    cancel()
    // What ignored the hang-up (nohup, daemons) would live on in a workspace that is said to be stopped.
    this.#pty.kill('SIGKILL')
  }

  #receive(bytes: Uint8Array): void {
    this.#chunks.push(bytes)
    this.#chunkBytes += bytes.length
    if (this.#chunkBytes >= frameBytes) this.#flushNow()
    // Reads of one turn of the event loop become one frame; a lone keystroke's echo leaves at its end.
    else this.#flush ??= setImmediate(() => this.#flushNow())
  }

  #flushNow(): void {
    clearImmediate(this.#flush)
    this.#flush = undefined
    if (this.#chunkBytes === 0) return
    const bytes = this.#chunks.length === 1 ? (this.#chunks[0] as Uint8Array) : Buffer.concat(this.#chunks)
    this.#chunks = []
    this.#chunkBytes = 0
    this.#screen.write(bytes)
    this.#lastOutputAt = this.#options.clock.now()
    if (!this.#cancelQuiet) {
      this.#unquietSince = this.#lastOutputAt
      this.#cancelQuiet = this.#options.clock.after(this.#options.quietMs, () => this.#quiet())
    }
    this.#options.watch?.output()
    for (const viewer of this.#viewers) viewer.data(bytes)
  }

  /** One timer for a whole burst of output: it waits on while there was some lately. */
  #quiet(): void {
    const { clock, quietMs, onQuiet } = this.#options
    // Never longer than one pause: the clock may have been set back.
    const left = Math.min(this.#lastOutputAt + quietMs - clock.now(), quietMs)
    this.#cancelQuiet = left > 0 ? clock.after(left, () => this.#quiet()) : undefined
    const overdue = Math.abs(clock.now() - this.#unquietSince) >= longestUnquietMs
    if (overdue) this.#unquietSince = clock.now()
    if (left <= 0 || overdue) this.#screen.snapshot(onQuiet)
  }

  /** Programs ask terminals; while nobody looks we answer, or they would wait. */
  #reply(text: string): void {
    if (this.#viewers.size === 0 && !this.#exited) this.#pty.write(encoder.encode(text))
  }

  #paint(viewer: Viewer): void {
    viewer.startPaint()
    this.#screen.snapshot((text) => viewer.paint(encoder.encode(text)))
  }

  #flow(): void {
    for (const viewer of this.#viewers) if (viewer.needsPaint) this.#paint(viewer)
    if ([...this.#viewers].some((viewer) => viewer.full)) this.#pause()
    else this.#resume()
  }

  #pause(): void {
    if (this.#paused) return
    this.#paused = true
    this.#pty.pause()
  }

  #resume(): void {
    if (!this.#paused) return
    this.#paused = false
    this.#pty.resume()
  }

  #exit(exitCode: number | null): void {
    this.#exited = true
    this.#flushNow()
    this.#cancelQuiet?.()
    let tail = ''
    this.#screen.text(tailLines, (text) => (tail = text))
    this.#screen.snapshot((screen) => {
      this.#options.onExit(exitCode, screen, tail)
      for (const viewer of this.#viewers) {
        viewer.control(frameKinds.exit, encodeJson({ exitCode }))
        viewer.close()
      }
      this.#viewers.clear()
      this.#screen.dispose()
      this.#ended.resolve()
    })
  }
}

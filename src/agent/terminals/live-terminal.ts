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
import { Viewer, type SendFrame } from './viewer.ts'

const encoder = new TextEncoder()
export const encodeJson = (value: unknown): Uint8Array => encoder.encode(JSON.stringify(value))

/** Most bytes put into one frame: large enough to amortise a frame, small enough to stay responsive. */
const frameBytes = 64 * 1024
/** How long a program gets between hang-up and being killed. */
const killGraceMs = 2_000

export interface LiveTerminalOptions extends Omit<PtyOptions, 'onData' | 'onExit'> {
  id: TerminalId
  limits: Limits
  clock: Clock
  /** What it shows, whenever the program has been quiet for `quietMs` after output. */
  onQuiet(screen: string): void
  quietMs: number
  /** The last screen and the exit code, once, when the program has ended. */
  onExit(exitCode: number | null, screen: string): void
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

  constructor(options: LiveTerminalOptions) {
    this.#options = options
    this.#screen = new Screen(options.size, options.limits.terminalScrollbackLines, options.clock)
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

  write(bytes: Uint8Array): void {
    this.#pty.write(bytes)
  }

  resize(size: TerminalSize): void {
    const now = this.#screen.size
    if (now.cols === size.cols && now.rows === size.rows) return
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
    this.#cancelQuiet ??= this.#options.clock.after(this.#options.quietMs, () => this.#quiet())
    for (const viewer of this.#viewers) viewer.data(bytes)
  }

  /** One timer for a whole burst of output: it waits on while there was some lately. */
  #quiet(): void {
    const { clock, quietMs, onQuiet } = this.#options
    // Never longer than one pause: the clock may have been set back.
    const left = Math.min(this.#lastOutputAt + quietMs - clock.now(), quietMs)
    this.#cancelQuiet = left > 0 ? clock.after(left, () => this.#quiet()) : undefined
    if (left <= 0) this.#screen.snapshot(onQuiet)
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
    this.#flushNow()
    this.#cancelQuiet?.()
    this.#screen.snapshot((screen) => {
      this.#options.onExit(exitCode, screen)
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

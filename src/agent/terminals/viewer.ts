import { encodeFrame, frameKinds, type FrameKind, type Limits } from '../../contracts/index.ts'
import type { Clock } from '../../base/index.ts'

/** Sends one encoded frame; the socket's own queue is unbounded, which credits bound. */
export type SendFrame = (frame: Uint8Array) => void

/**
 * One attached screen and its flow control. It is `open` while it keeps up; when it grants no credit for
 * `ptyStalledViewerMs` with the high-water mark reached it is `stalled`: it gets nothing and holds up nobody,
 * until its credit returns and it is repainted from a snapshot.
 */
export class Viewer {
  readonly #channel: number
  readonly #send: SendFrame
  readonly #limits: Limits
  readonly #clock: Clock
  readonly #onFlow: () => void
  #state: 'painting' | 'open' | 'stalled' | 'closed' = 'painting'
  /** Data that came while the snapshot was being made. */
  #held: Uint8Array[] = []
  #outstanding = 0
  #full = false
  #cancelStall: (() => void) | undefined

  /** `onFlow` is called whenever `full` or `needsPaint` may have changed. */
  constructor(channel: number, send: SendFrame, limits: Limits, clock: Clock, onFlow: () => void) {
    this.#channel = channel
    this.#send = send
    this.#limits = limits
    this.#clock = clock
    this.#onFlow = onFlow
  }

  /** True while the terminal must not read on because of this viewer. */
  get full(): boolean {
    return this.#full && this.#state === 'open'
  }

  /** True when it fell behind and has caught up: it waits for a snapshot. */
  get needsPaint(): boolean {
    return this.#state === 'stalled' && this.#outstanding <= this.#limits.ptyLowWaterBytes
  }

  startPaint(): void {
    this.#state = 'painting'
    this.#held = []
  }

  /** Ends painting: the snapshot, then what came meanwhile. */
  paint(snapshot: Uint8Array): void {
    if (this.#state !== 'painting') return
    this.#state = 'open'
    this.#deliver(frameKinds.snapshot, snapshot)
    for (const bytes of this.#held) this.#deliver(frameKinds.data, bytes)
    this.#held = []
  }

  data(bytes: Uint8Array): void {
    if (this.#state === 'painting') this.#held.push(bytes)
    else if (this.#state === 'open') this.#deliver(frameKinds.data, bytes)
  }

  control(kind: FrameKind, payload: Uint8Array): void {
    if (this.#state !== 'closed') this.#send(encodeFrame(this.#channel, kind, payload))
  }

  credit(bytes: number): void {
    this.#outstanding = Math.max(0, this.#outstanding - bytes)
    this.#cancelStall?.()
    this.#cancelStall = undefined
    if (this.#outstanding <= this.#limits.ptyLowWaterBytes) this.#full = false
    else if (this.#full) this.#watchStall()
    this.#onFlow()
  }

  close(): void {
    this.#cancelStall?.()
    this.#state = 'closed'
    this.#held = []
    this.#onFlow()
  }

  #deliver(kind: FrameKind, bytes: Uint8Array): void {
    this.#outstanding += bytes.length
    this.#send(encodeFrame(this.#channel, kind, bytes))
    if (this.#outstanding < this.#limits.ptyHighWaterBytes || this.#full) return
    this.#full = true
    this.#watchStall()
    this.#onFlow()
  }

  #watchStall(): void {
    this.#cancelStall?.()
    this.#cancelStall = this.#clock.after(this.#limits.ptyStalledViewerMs, () => {
      this.#state = 'stalled'
      this.#onFlow()
    })
  }
}

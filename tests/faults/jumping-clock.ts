import { systemClock, type Clock } from '../../src/base/index.ts'

/** The system's clock as somebody sets it: timers run on, the time of day jumps. */
export class JumpingClock implements Clock {
  #offset = 0

  now(): number {
    return systemClock.now() + this.#offset
  }

  after(ms: number, callback: () => void): () => void {
    return systemClock.after(ms, callback)
  }

  /** Forward, or back with less than zero. */
  jump(ms: number): void {
    this.#offset += ms
  }
}

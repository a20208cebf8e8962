/** Keeps the `most` highest of many scored things without sorting them all. */
export class Best<Thing> {
  readonly #most: number
  #kept: { thing: Thing; score: number; order: number }[] = []
  #threshold = -Infinity
  #order = 0

  constructor(most: number) {
    this.#most = most
  }

  add(thing: Thing, score: number): void {
    const order = this.#order++
    // Of equals the first stays.
    if (score <= this.#threshold) return
    this.#kept.push({ thing, score, order })
    if (this.#kept.length >= 4 * this.#most) this.#cut()
  }

  /** The highest first; of equals the one added first. */
  take(): Thing[] {
    this.#cut()
    return this.#kept.map(({ thing }) => thing)
  }

  #cut(): void {
    this.#kept.sort((a, b) => b.score - a.score || a.order - b.order)
    this.#kept.length = Math.min(this.#kept.length, this.#most)
    if (this.#kept.length === this.#most) this.#threshold = this.#kept.at(-1)?.score ?? -Infinity
  }
}

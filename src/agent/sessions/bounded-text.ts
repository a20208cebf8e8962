const marker = (limit: number): string => `\n[cut at ${Math.round(limit / 1024)} KiB]`
const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdbff

/** The longest start of `text` that fits `bytes` of UTF-8 without splitting a character. */
export function fitting(text: string, bytes: number): string {
  if (bytes <= 0) return ''
  // A UTF-16 unit takes three bytes of UTF-8 at most, so short texts need no counting.
  if (text.length * 3 <= bytes || Buffer.byteLength(text) <= bytes) return text
  let [low, high] = [0, Math.min(text.length, bytes)]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (Buffer.byteLength(text.slice(0, middle)) <= bytes) low = middle
    else high = middle - 1
  }
  return text.slice(0, low > 0 && isHighSurrogate(text.charCodeAt(low - 1)) ? low - 1 : low)
}

/**
 * `text` cut to `bytes` of UTF-8 with a marker that names `limit`, and whether it was cut.
 * `bytes` is less than `limit` where several texts share one limit.
 */
export function bounded(text: string, limit: number, bytes = limit): { text: string; truncated: boolean } {
  const start = fitting(text, bytes)
  return start.length === text.length
    ? { text, truncated: false }
    : { text: start + marker(limit), truncated: true }
}

/** A text that grows by appending and is cut once, with a marker, when it passes its limit. */
export class GrowingText {
  #content = ''
  #bytes = 0
  #truncated = false
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  get content(): string {
    return this.#content
  }

  get truncated(): boolean {
    return this.#truncated
  }

  /** What was really added (empty once cut), to be sent on as it is. */
  append(text: string): string {
    if (this.#truncated) return ''
    const { text: added, truncated } = bounded(text, this.#limit, this.#limit - this.#bytes)
    this.#bytes += Buffer.byteLength(added)
    this.#content += added
    this.#truncated = truncated
    return added
  }
}

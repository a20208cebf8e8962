import { redactedMark, type Redactor } from './redactor.ts'
import { openShape } from './secret-shapes.ts'

/** A secret that goes on for longer than this is given up as a whole. Longer than any variable may be. */
const mostHeldCharacters = 64 * 1024
/** Characters before what is held that tell what it is: `s://` before a password, a letter before no token. */
const contextCharacters = 16
/** So much of a secret's beginning may be said when nothing follows for a while: `x` and `sk-` are words too. */
const mostReleasedCharacters = 4
/** What a secret too long to hold may go on with. */
const rest = /^[A-Za-z0-9._~+/=-]*/

/**
 * Redacts a text that comes in pieces. The end of a piece that may be the beginning of a secret is held back until
 * it is known what it is, so a secret split over any number of pieces never gets out. Nothing else is delayed.
 */
export class StreamRedactor {
  readonly #redactor: Redactor
  #held = ''
  /** The last characters said. */
  #before = ''
  #dropping = false

  constructor(redactor: Redactor) {
    this.#redactor = redactor
  }

  /** True while something waits for what follows it. */
  get holds(): boolean {
    return this.#held !== ''
  }

  /** What of the text so far can be said now. */
  push(piece: string): string {
    const text = this.#held + (this.#dropping ? this.#drop(piece) : piece)
    const open = this.#openFrom(text)
    if (text.length - open <= mostHeldCharacters) return this.#emit(text, open)
    this.#dropping = true
    return this.#emit(text, text.length)
  }

  /**
   * What is held, when it is short: to be said when nothing followed for a while. Should it turn out to have been
   * the beginning of a secret, the rest of that is still taken out.
   */
  release(): string {
    if (this.#held.length > mostReleasedCharacters) return ''
    return this.#emit(this.#held, this.#held.length)
  }

  /** What `flush` would return; what follows is still waited for. */
  peek(): string {
    return this.#redactor.text(this.#before + this.#held).slice(this.#before.length)
  }

  /** What is left; nothing follows. */
  flush(): string {
    const out = this.#emit(this.#held, this.#held.length)
    this.#before = ''
    this.#dropping = false
    return out
  }

  #drop(piece: string): string {
    const left = piece.replace(rest, '')
    if (left !== '') this.#dropping = false
    return left
  }

  /** Where the part of `text` begins that may still become a secret; its length when there is none. */
  #openFrom(text: string): number {
    const all = this.#before + text
    let open = Math.max(0, (openShape.exec(all)?.index ?? all.length) - this.#before.length)
    for (const value of this.#redactor.values)
      open = Math.min(open, Math.max(0, beginningAtEnd(all, value) - this.#before.length))
    return open
  }

  /** Redacts what comes before `open`, and a secret that reaches over it whole; holds the rest. */
  #emit(text: string, open: number): string {
    let out = ''
    let done = 0
    for (const match of (this.#before + text).matchAll(this.#redactor.expression)) {
      const start = match.index - this.#before.length
      const end = start + match[0].length
      if (start >= open) break
      if (end <= 0) continue
      out += text.slice(done, Math.max(start, done)) + redactedMark
      done = end
    }
    const end = Math.max(open, done)
    out += text.slice(done, end)
    this.#held = text.slice(end)
    this.#before = (this.#before + out).slice(-contextCharacters)
    return out
  }
}

/** Index of the longest end of `text` that is a beginning of `value`, but not all of it; else the length. */
function beginningAtEnd(text: string, value: string): number {
  const first = value[0] as string
  let at = text.indexOf(first, Math.max(0, text.length - value.length + 1))
  while (at !== -1) {
    if (value.startsWith(text.slice(at))) return at
    at = text.indexOf(first, at + 1)
  }
  return text.length
}

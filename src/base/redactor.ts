import { createHash } from 'node:crypto'
import { looksSecret, shapeSource } from './secret-shapes.ts'

/** Stands where a secret stood. */
export const redactedMark = '[redacted]'

/** Shorter values are words (`true`, `8080`): taking them out would make texts unreadable and hide nothing. */
const leastValueLength = 6
/** Values kept; the oldest give way. More than a user sets in years of one process. */
const mostValues = 500

type Environment = Readonly<Record<string, string>>

/**
 * The secrets a process knows of: values of variables that look secret or were marked so, and everything that has
 * the shape of a token. One for each process, made in its composition root; values are added as they become known.
 */
export class Redactor {
  readonly #values = new Set<string>()
  #longestFirst: readonly string[] = []
  #expression = expressionOf([])

  /** Takes values to be secret from now on. */
  add(values: Iterable<string>): void {
    const before = this.#values.size
    for (const value of values) {
      if (value.trim().length < leastValueLength) continue
      this.#values.add(value)
      // As JSON writes it: in log lines, raw tool input and exports.
      this.#values.add(JSON.stringify(value).slice(1, -1))
    }
    if (this.#values.size === before) return
    for (const value of this.#values) {
      if (this.#values.size <= mostValues) break
      this.#values.delete(value)
    }
    this.#longestFirst = [...this.#values].toSorted((a, b) => b.length - a.length)
    this.#expression = expressionOf(this.#longestFirst)
  }

  /** Adds the secret ones of an agent's variables: those named in `marked`, and those whose name says so. */
  addEnvironment(env: Environment, marked: readonly string[] = []): void {
    this.add(
      Object.entries(env)
        .filter(([name]) => marked.includes(name) || looksSecret(name))
        .map(([, value]) => value),
    )
  }

  /** Known values, the longest first. */
  get values(): readonly string[] {
    return this.#longestFirst
  }

  /** Matches every secret in a text; global, so use it with `matchAll` or `replace` only. */
  get expression(): RegExp {
    return this.#expression
  }

  /** `text` without its secrets; the same string when it holds none. */
  text(text: string): string {
    return text.replace(this.#expression, redactedMark)
  }

  /** As `text` for an id, whose only use is to be told from others: one that holds a secret becomes its hash. */
  id(id: string): string {
    return this.text(id) === id
      ? id
      : `redacted-${createHash('sha256').update(id).digest('hex').slice(0, 16)}`
  }

  /** A copy of JSON-like `value` with all its strings redacted; names of fields stay. */
  deep<Value>(value: Value): Value {
    return this.#deep(value) as Value
  }

  #deep(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value)
    if (Array.isArray(value)) return value.map((entry) => this.#deep(entry))
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, this.#deep(entry)]))
  }
}

const expressionOf = (values: readonly string[]): RegExp =>
  new RegExp([...values.map((value) => RegExp.escape(value)), shapeSource].join('|'), 'g')

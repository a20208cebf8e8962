import { toFailure } from '../contracts/index.ts'

// Terminal control characters in names or agent text must not reach the user's terminal, nor those that turn the
// direction of writing: with them a command to approve reads as another one.
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Text safe to print: control characters other than tab and newline are dropped. */
export const printable = (text: string): string => text.replace(controls, '')

/** Columns padded to their widest cell; the header is upper case. Empty rows give an empty text. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header.map((name) => name.toUpperCase()), ...rows.map((row) => row.map(printable))]
  const widths = header.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)))
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Where a command writes: results to stdout, everything else to stderr. */
export class Output {
  readonly json: boolean
  readonly #stdout: NodeJS.WritableStream
  readonly #stderr: NodeJS.WritableStream

  constructor(json: boolean, stdout: NodeJS.WritableStream, stderr: NodeJS.WritableStream) {
    this.json = json
    this.#stdout = stdout
    this.#stderr = stderr
  }

  /** The contract's object under `--json`, else what `human` makes of it, safe to print. */
  result<Value>(value: Value, human: (value: Value) => string): void {
    this.line(this.json ? JSON.stringify(value, null, 2) : printable(human(value)))
  }

  /** A table under its header, or `empty` when there are no rows; `--json` prints the list. */
  list<Row>(
    rows: readonly Row[],
    header: readonly string[],
    cells: (row: Row) => string[],
    empty: string,
  ): void {
    this.result(rows, () => (rows.length === 0 ? empty : formatTable(header, rows.map(cells))))
  }

  line(text: string): void {
    this.#stdout.write(`${text}\n`)
  }

  /** Text as it streams, without a line end. */
  write(text: string): void {
    this.#stdout.write(printable(text))
  }

  note(text: string): void {
    this.#stderr.write(`${printable(text)}\n`)
  }

  /** One JSON object under `--json`, else `code: message` and the hint below it. */
  failure(error: unknown): void {
    const failure = toFailure(error)
    if (this.json) this.#stderr.write(`${JSON.stringify(failure)}\n`)
    else this.note(`${failure.code}: ${failure.message}${failure.hint ? `\n  ${failure.hint}` : ''}`)
  }
}

const units: readonly [number, string][] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
]

/** `3 min` for what happened three minutes before `now`. */
export function ago(at: number, now: number): string {
  const elapsed = Math.max(0, now - at)
  const unit = units.find(([size]) => elapsed >= size)
  return unit ? `${Math.floor(elapsed / unit[0])} ${unit[1]}` : 'now'
}

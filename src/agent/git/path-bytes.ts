const replacement = '\uFFFD'
const escapeFrom = 0xdc00

/**
 * Names as git gives them. A byte that is not part of valid UTF-8 becomes the code unit U+DC00 + byte, and
 * `pathBytes` gives it back (PEP 383, https://peps.python.org/pep-0383/), so that no name is mangled.
 */
export function decodeNames(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  return text.includes(replacement) ? decodeEscaping(bytes) : text
}

function decodeEscaping(bytes: Buffer): string {
  const parts: string[] = []
  let valid = 0
  let at = 0
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at)
    if (length > 0) {
      at += length
      continue
    }
    parts.push(bytes.toString('utf8', valid, at), String.fromCharCode(escapeFrom + (bytes[at] ?? 0)))
    valid = ++at
  }
  parts.push(bytes.toString('utf8', valid))
  return parts.join('')
}

/** Bytes of the UTF-8 sequence that begins at `at`; 0 when there is none. */
function sequenceLength(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0
  if (first < 0x80) return 1
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
  if (first < 0xc2 || first > 0xf4 || at + length > bytes.length) return 0
  const [letter] = bytes.toString('utf8', at, at + length)
  return letter === replacement && !isReplacement(bytes, at) ? 0 : length
}

/** The name really holds U+FFFD. */
const isReplacement = (bytes: Buffer, at: number): boolean =>
  bytes[at] === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd

const isEscape = (unit: number): boolean => unit >= 0xdc80 && unit <= 0xdcff

/** The bytes that a decoded name stands for: what the file system is to be asked for. */
export function pathBytes(path: string): Buffer {
  if (path.isWellFormed()) return Buffer.from(path)
  const parts: Buffer[] = []
  for (const letter of path) {
    const unit = letter.charCodeAt(0)
    parts.push(letter.length === 1 && isEscape(unit) ? Buffer.from([unit - escapeFrom]) : Buffer.from(letter))
  }
  return Buffer.concat(parts)
}

/** A pathspec for exactly this file; a byte that cannot stand in an argument matches any byte, so check what comes. */
export function pathspec(path: string): string {
  if (path.isWellFormed()) return `:(top,literal)${path}`
  const pattern = Array.from(path, (letter) =>
    letter.length === 1 && isEscape(letter.charCodeAt(0)) ? '?' : letter.replace(/[*?[\\]/, String.raw`\$&`),
  )
  return `:(top,glob)${pattern.join('')}`
}

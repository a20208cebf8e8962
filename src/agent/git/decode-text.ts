import type { DiffLineEnds, DiffEncoding } from '../../contracts/index.ts'

/** Git's own test for binary content: a NUL in the first 8000 bytes. */
export const isBinary = (bytes: Buffer): boolean => bytes.subarray(0, 8000).includes(0)

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const latin1 = new TextDecoder('windows-1252')

/** UTF-16 tells itself by its byte order mark; without one nobody can know. */
function utf16Of(bytes: Buffer): 'utf16le' | 'utf16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf16be'
  return null
}

/** Reads bytes as a text, for showing only; null when they are none. */
export function decodeText(bytes: Buffer): { text: string; encoding: DiffEncoding } | null {
  const utf16 = utf16Of(bytes)
  if (utf16) {
    const decoder = new TextDecoder(utf16 === 'utf16le' ? 'utf-16le' : 'utf-16be')
    return { text: decoder.decode(bytes), encoding: utf16 }
  }
  return isBinary(bytes) ? null : decodeLines(bytes)
}

/** As above, of bytes that are known to hold lines, such as a patch. */
export function decodeLines(bytes: Buffer): { text: string; encoding: 'utf8' | 'latin1' } {
  try {
    return { text: utf8.decode(bytes), encoding: 'utf8' }
  } catch {
    // Not UTF-8: the most common of the rest, which reads any byte.
    return { text: latin1.decode(bytes), encoding: 'latin1' }
  }
}

export function lineEndsOf(text: string | null): DiffLineEnds {
  if (text === null) return 'none'
  let [lf, crlf] = [0, 0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
    if (text[at - 1] === '\r') crlf++
    else lf++
  if (lf === 0 && crlf === 0) return 'none'
  if (lf > 0 && crlf > 0) return 'mixed'
  return crlf > 0 ? 'crlf' : 'lf'
}

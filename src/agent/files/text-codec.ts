import { Failure, type LineEnds, type TextEncoding } from '../../contracts/index.ts'

/** Git's own test for binary content: a NUL in the first 8000 bytes. */
const sniffed = 8_000
const utf8Mark = Buffer.from([0xef, 0xbb, 0xbf])
const utf16leMark = Buffer.from([0xff, 0xfe])
const utf16beMark = Buffer.from([0xfe, 0xff])

export interface DecodedText {
  text: string
  encoding: TextEncoding
  lineEnds: LineEnds
}

/** A file's bytes as text such that saving it unchanged gives the same bytes; null for what is no text. */
export function decodeText(bytes: Buffer): DecodedText | null {
  const encoding = encodingOf(bytes)
  if (encoding === null) return null
  const raw = decodeAs(bytes, encoding)
  const lineEnds = lineEndsOf(raw)
  return { text: lineEnds === 'crlf' ? raw.replaceAll('\r\n', '\n') : raw, encoding, lineEnds }
}

const starts = (bytes: Buffer, mark: Buffer): boolean => bytes.subarray(0, mark.length).equals(mark)

function encodingOf(bytes: Buffer): TextEncoding | null {
  const wide = starts(bytes, utf16leMark) ? 'utf16le' : starts(bytes, utf16beMark) ? 'utf16be' : null
  // Half of a pair, or of a character, would not come back the same.
  if (wide) return decodeAs(bytes, wide).isWellFormed() && bytes.length % 2 === 0 ? wide : null
  if (bytes.subarray(0, sniffed).includes(0)) return null
  if (!isUtf8(bytes)) return 'latin1'
  return starts(bytes, utf8Mark) ? 'utf8-bom' : 'utf8'
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

function decodeAs(bytes: Buffer, encoding: TextEncoding): string {
  switch (encoding) {
    case 'utf8':
      return bytes.toString('utf8')
    case 'utf8-bom':
      return bytes.subarray(utf8Mark.length).toString('utf8')
    case 'utf16le':
      return bytes.subarray(2).toString('utf16le')
    case 'utf16be':
      return swapped(bytes.subarray(2)).toString('utf16le')
    case 'latin1':
      return bytes.toString('latin1')
  }
}

/** A copy with the bytes of each pair swapped; a last single byte is left out. */
const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16()

function lineEndsOf(text: string): LineEnds {
  if (!text.includes('\r')) return 'lf'
  const rest = text.replaceAll('\r\n', '')
  return rest.includes('\n') || rest.includes('\r') ? 'mixed' : 'crlf'
}

/** The bytes of a text. Throws `invalid_input` for a character the encoding has not. */
export function encodeText({ text, encoding, lineEnds }: DecodedText): Buffer {
  const raw = lineEnds === 'crlf' ? text.replaceAll(/\r?\n/g, '\r\n') : text
  switch (encoding) {
    case 'utf8':
      return Buffer.from(raw, 'utf8')
    case 'utf8-bom':
      return Buffer.concat([utf8Mark, Buffer.from(raw, 'utf8')])
    case 'utf16le':
      return Buffer.concat([utf16leMark, Buffer.from(raw, 'utf16le')])
    case 'utf16be':
      return Buffer.concat([utf16beMark, swapped(Buffer.from(raw, 'utf16le'))])
    case 'latin1': {
      const foreign = /[^\u0000-\u00ff]/.exec(raw)
      if (foreign)
        throw new Failure('invalid_input', `The file is no UTF-8, and its encoding has no ${foreign[0]}`, {
          hint: 'Remove the character, or convert the file in a terminal.',
          details: { path: 'text' },
        })
      return Buffer.from(raw, 'latin1')
    }
  }
}

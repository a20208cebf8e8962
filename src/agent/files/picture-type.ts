const ascii = (bytes: Buffer, start: number, end: number): string => bytes.toString('latin1', start, end)

/** What kind of picture, of those a browser shows, the first bytes say it is; null for anything else. */
export function pictureType(bytes: Buffer): string | null {
  if (ascii(bytes, 0, 8) === '\u0089PNG\r\n\u001a\n') return 'image/png'
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg'
  if (/^GIF8[79]a/.test(ascii(bytes, 0, 6))) return 'image/gif'
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'image/webp'
  if (ascii(bytes, 4, 12) === 'ftypavif') return 'image/avif'
  // "BM" alone may begin a text: the length that follows has to be the file's.
  if (ascii(bytes, 0, 2) === 'BM' && bytes.length > 6 && bytes.readUInt32LE(2) === bytes.length)
    return 'image/bmp'
  if (bytes.length > 22 && bytes.readUInt32LE(0) === 0x00010000) return 'image/x-icon'
  return null
}

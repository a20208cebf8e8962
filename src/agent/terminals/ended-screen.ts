import type { Clock } from '../../base/index.ts'
import { Screen } from './screen.ts'

/** Wide enough that lines of an ended terminal are not broken a second time. */
const readingSize = { cols: 400, rows: 50 }
const readingScrollback = 50_000

/** The screen of an ended program as plain text: its last lines, at most `lines`. */
export function plainText(screen: string, lines: number, clock: Clock): Promise<string> {
  const reader = new Screen(readingSize, readingScrollback, clock)
  reader.write(Buffer.from(screen))
  return new Promise((resolve) =>
    reader.text(lines, (text) => {
      reader.dispose()
      resolve(text)
    }),
  )
}

/** Leaves the second screen and takes back what a program may have switched on and not off again. */
const backToNormal =
  '\u001b[?1049l\u001b[?1000l\u001b[?1002l\u001b[?1003l\u001b[?1004l\u001b[?1006l\u001b[?2004l\u001b[?1l\u001b>\u001b[?25h\u001b[r\u001b[0m'
/** The last line of the screen, a new line, and a dim rule between the two programs. */
const rule = `\u001b[999;1H\r\n\u001b[2m${'─'.repeat(24)} started again ${'─'.repeat(24)}\u001b[0m\r\n`

/** What an ended program showed, to be read above the next one; empty when it showed nothing. */
export const endedPrelude = (screen: string): string => (screen === '' ? '' : screen + backToNormal + rule)

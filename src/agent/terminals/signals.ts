import type { Terminal as HeadlessTerminal } from '@xterm/headless'

/** Longest text of a notification that is kept, in characters; systems cut it sooner. */
const longestText = 240

/** `OSC 9 ; text`, as iTerm2 made it. ConEmu's commands begin with a number: `4;…` is progress, `9;…` a folder. */
const textOfOsc9 = (data: string): string | null => (/^\d+(;|$)/.test(data) ? null : data)

/** `OSC 777 ; notify ; title ; body`, as urxvt made it. */
function textOfOsc777(data: string): string | null {
  const [command, title = '', ...body] = data.split(';')
  if (command !== 'notify') return null
  return [title, body.join(';')].filter(Boolean).join(': ')
}

/** `OSC 99 ; metadata ; text`, kitty's. Parts that are to be continued, closings and queries tell nothing. */
function textOfOsc99(data: string): string | null {
  const end = data.indexOf(';')
  if (end < 0) return null
  const metadata = new Map(
    data
      .slice(0, end)
      .split(':')
      .map((entry) => entry.split('=', 2) as [string, string]),
  )
  const part = metadata.get('p') ?? 'title'
  if (metadata.get('d') === '0' || (part !== 'title' && part !== 'body')) return null
  const text = data.slice(end + 1)
  return metadata.get('e') === '1' ? Buffer.from(text, 'base64').toString('utf8') : text
}

const textOf: Readonly<Record<number, (data: string) => string | null>> = {
  9: textOfOsc9,
  99: textOfOsc99,
  777: textOfOsc777,
}

/**
 * Calls `heard` whenever a program rings the bell (empty text) or asks for a notification, by any of the three
 * sequences there are. A bell that only ends another sequence is none.
 */
export function watchSignals(terminal: HeadlessTerminal, heard: (text: string) => void): void {
  terminal.onBell(() => heard(''))
  for (const [number, read] of Object.entries(textOf))
    terminal.parser.registerOscHandler(Number(number), (data) => {
      const text = read(data)
      if (text !== null) heard(oneLine(text))
      return true
    })
}

const oneLine = (text: string): string =>
  text
    .replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .trim()
    .slice(0, longestText)

/** What git says it does, and how far it is. */
export interface Progress {
  phase: string
  percent: number | null
}

const countdown = /^(?:remote: )?([A-Za-z][A-Za-z ]+?):\s+(?:(\d{1,3})% \(\d+\/\d+\)|\d+)/
/** What git says of its own work at the end of a transfer. */
const chatter = /^(Delta compression using|Total \d+ \(delta|Done$)/
const rebasing = /^Rebasing \((\d+)\/(\d+)\)/

/** The last progress in what git has said; null when there is none. Its lines end in carriage returns. */
export function readProgress(text: string): Progress | null {
  const lines = text.split(/[\r\n]+/)
  for (let index = lines.length - 1; index >= 0; index--) {
    const line = lines[index] ?? ''
    const step = rebasing.exec(line)
    if (step) return { phase: 'Rebasing', percent: percentOf(Number(step[1]) - 1, Number(step[2])) }
    const found = countdown.exec(line)
    if (found) return { phase: found[1] ?? '', percent: found[2] === undefined ? null : Number(found[2]) }
  }
  return null
}

const percentOf = (done: number, total: number): number =>
  total === 0 ? 0 : Math.round((100 * done) / total)

/** Lines of progress, which say nothing once all is over. */
export const withoutProgress = (output: string): string =>
  output
    .split('\n')
    .filter((line) => !countdown.test(line) && !rebasing.test(line) && !chatter.test(line))
    .join('\n')
    .trim()

/** One step of a runbook, in the order of the prompt. */
export type Step =
  | { type: 'prose'; text: string }
  | { type: 'run'; command: string }
  | { type: 'write'; path: string; content: string }

const shells = new Set(['sh', 'bash', 'shell'])
// CommonMark 0.31, section 4.5: up to three spaces, three or more backticks or tildes, an info string.
const opening = /^( {0,3})(`{3,}|~{3,})[ \t]*(.*?)[ \t]*$/

interface Fence {
  indent: number
  mark: string
  info: string
}

function fenceOf(line: string): Fence | null {
  const match = opening.exec(line)
  if (!match) return null
  const [, indent = '', mark = '', info = ''] = match
  // A backtick in the info string makes it inline code, not a fence.
  return mark.startsWith('`') && info.includes('`') ? null : { indent: indent.length, mark, info }
}

function closes(line: string, fence: Fence): boolean {
  const match = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)
  const mark = match?.[1] ?? ''
  return mark[0] === fence.mark[0] && mark.length >= fence.mark.length
}

const unindent = (line: string, most: number): string => line.replace(new RegExp(`^ {0,${most}}`), '')

function stepOf(fence: Fence, body: string): Step | null {
  const path = /^file:(.+)$/.exec(fence.info)?.[1]?.trim()
  if (path) return { type: 'write', path, content: body }
  if (shells.has(fence.info.split(/\s/)[0] ?? '')) return { type: 'run', command: body.trim() }
  return null
}

/** A fence that was opened and never closed: carrying out half a step would be a guess. */
export class UnclosedFence extends Error {
  readonly line: number

  constructor(line: number) {
    super(`The block opened on line ${line} is not closed`)
    this.line = line
  }
}

/**
 * Splits a prompt into steps: fenced blocks marked `sh` run, blocks marked `file:<path>` are written, everything
 * else is prose and comes out letter for letter. Throws UnclosedFence.
 */
export function parseRunbook(text: string): Step[] {
  const lines = text.split(/\r?\n/)
  const steps: Step[] = []
  let prose: string[] = []
  const endProse = (): void => {
    const joined = prose.join('\n').trim()
    if (joined) steps.push({ type: 'prose', text: joined })
    prose = []
  }
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string
    const fence = fenceOf(line)
    if (!fence) {
      prose.push(line)
      continue
    }
    const end = lines.findIndex((candidate, index) => index > at && closes(candidate, fence))
    if (end < 0) throw new UnclosedFence(at + 1)
    const body = lines.slice(at + 1, end).map((inner) => `${unindent(inner, fence.indent)}\n`)
    const step = stepOf(fence, body.join(''))
    if (step) {
      endProse()
      if (step.type !== 'run' || step.command) steps.push(step)
    } else prose.push(...lines.slice(at, end + 1))
    at = end
  }
  endProse()
  return steps
}

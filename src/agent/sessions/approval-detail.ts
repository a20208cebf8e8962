import type { ToolCall } from '../../contracts/index.ts'
import { bounded } from './bounded-text.ts'

/** A word of a command line as a shell would need it, so that spaces inside arguments show. */
const quoted = (argument: string): string =>
  /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`

/** The command line of a tool call's input as a person reads it; null when it has none. */
export function commandOf(input: unknown): string | null {
  if (typeof input !== 'object' || input === null) return null
  const { command, cmd, args } = input as Record<string, unknown>
  const program = command ?? cmd
  if (Array.isArray(program)) return program.map((part) => quoted(String(part))).join(' ')
  if (typeof program !== 'string' || program === '') return null
  return Array.isArray(args) ? [program, ...args.map((part) => quoted(String(part)))].join(' ') : program
}

/** The input of a call: as this request gave it, else as an earlier message did, when that was kept whole. */
export const inputOf = (call: ToolCall, rawInput: unknown): unknown => rawInput ?? parsed(call.rawInput)

function parsed(text: string | null): unknown {
  if (text === null) return undefined
  try {
    return JSON.parse(text)
  } catch {
    // Cut at the limit; the text itself is shown then.
    return undefined
  }
}

/**
 * Exactly what will run or change: the command, else the files of its diffs, else the raw input, else the paths
 * it names, else the title. `rawInput` is the input as the agent gave it, when this request carried it.
 */
export function approvalDetail(call: ToolCall, rawInput: unknown, limit: number): string {
  const input = inputOf(call, rawInput)
  const paths = call.content.filter((content) => content.type === 'diff').map(({ path }) => path)
  const detail =
    commandOf(input) ??
    (paths.length > 0 ? [...new Set(paths)].join('\n') : null) ??
    (input === undefined ? call.rawInput : JSON.stringify(input, null, 2)) ??
    (call.locations.length > 0 ? call.locations.map(({ path }) => path).join('\n') : call.title)
  return bounded(detail, limit).text
}

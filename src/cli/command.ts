import type { ParseArgsOptionsConfig } from 'node:util'
import type { AppClient } from './connect.ts'
import type { Output } from './output.ts'

export interface Context {
  /** Connects on first use, starting a control plane when none runs. */
  client(): Promise<AppClient>
  output: Output
  /** Aborts on Ctrl+C. */
  signal: AbortSignal
  env: Readonly<Record<string, string | undefined>>
  cwd: string
}

export interface OptionHelp {
  type: 'string' | 'boolean'
  short?: string
  /** Placeholder of the value in help, such as `<name>`. */
  value?: string
  help: string
}

export type Values = Readonly<Record<string, string | boolean | undefined>>

/** One command. Help, parsing and wrong-usage errors are all derived from this. */
export interface Command {
  /** Words that name it, such as `workspace create`. */
  path: string
  summary: string
  /** Names of positional arguments; all of them are required. */
  args: readonly string[]
  /** One more argument, which may be left out. */
  optional?: string
  /** The last argument may be several. */
  rest?: boolean
  options: Readonly<Record<string, OptionHelp>>
  run(context: Context, args: readonly string[], options: Values): Promise<void>
}

/** Wrong usage: exit status 2, with the command's usage line. */
export class UsageError extends Error {}

/** What every command takes. */
export const commonOptions = {
  json: { type: 'boolean', help: 'Print exactly the objects of the contract as JSON' },
  help: { type: 'boolean', short: 'h', help: 'Show this help' },
} as const satisfies Record<string, OptionHelp>

export const parseConfig = (command: Command): ParseArgsOptionsConfig =>
  Object.fromEntries(
    Object.entries({ ...command.options, ...commonOptions }).map(([name, option]: [string, OptionHelp]) => [
      name,
      { type: option.type, ...(option.short ? { short: option.short } : {}) },
    ]),
  )

/** The option's text; undefined when absent. */
export const text = (options: Values, name: string): string | undefined => {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

/** The option's text; a UsageError when absent. */
export function required(options: Values, name: string): string {
  const value = text(options, name)
  if (value === undefined) throw new UsageError(`--${name} is missing`)
  return value
}

/** The option's text as one of `choices`; a UsageError when it is something else. */
export function choice<Choice extends string>(
  options: Values,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = text(options, name)
  if (value === undefined) return undefined
  const found = choices.find((candidate) => candidate === value)
  if (!found) throw new UsageError(`--${name} is one of ${choices.join(', ')}, not ${value}`)
  return found
}

import { isAbsolute, resolve } from 'node:path'
import type { RuleMatch, ToolCall, ToolKind } from '../../contracts/index.ts'
import { canonicalJson } from './canonical.ts'

/** A request as far as a rule looks at it. */
export interface RuleSubject {
  call: Pick<ToolCall, 'title' | 'toolKind' | 'content' | 'locations'>
  /** The request's input as the agent gave it, whole; undefined when it gave none. */
  input: unknown
  /** The command line in the input; null when it is not about one. */
  command: string | null
  /** Where the agent works, and the workspace's folder: files outside it are never remembered. */
  cwd: string
  folder: string
}

/** A longer request is not remembered: nobody has read it to its end. */
const longestChars = 8_192
/** Inputs that describe the command to a person and do not change what it does. */
const explanations: ReadonlySet<string> = new Set(['description', 'justification', 'timeout', 'timeout_ms'])
const commandInputs: ReadonlySet<string> = new Set(['command', 'cmd', 'args'])
/** Switching a mode or thinking is no permission to be repeated. */
const neverRemembered: ReadonlySet<ToolKind> = new Set(['switch_mode', 'think'])
const fileKinds: ReadonlySet<ToolKind> = new Set(['edit', 'delete', 'read'])

/**
 * What a rule made of this request would match; null when it cannot be told exactly enough. A command is matched
 * with all its inputs, a change of files by the files, anything else by its whole input.
 */
export function ruleMatch(subject: RuleSubject): RuleMatch | null {
  const { call, command, input } = subject
  if (neverRemembered.has(call.toolKind)) return null
  const match =
    call.toolKind === 'execute'
      ? command === null
        ? null
        : ({ type: 'command', command, rest: restOf(input) } as const)
      : fileKinds.has(call.toolKind)
        ? filesMatch(subject)
        : requestMatch(call.title, input)
  return match !== null && JSON.stringify(match).length <= longestChars ? match : null
}

function restOf(input: unknown): string | null {
  if (input === null || typeof input !== 'object') return null
  const rest = Object.entries(input).filter(([key]) => !commandInputs.has(key) && !explanations.has(key))
  return rest.length === 0 ? null : canonicalJson(Object.fromEntries(rest))
}

function filesMatch({ call, cwd, folder }: RuleSubject): RuleMatch | null {
  const diffs = call.content.flatMap((content) => (content.type === 'diff' ? [content.path] : []))
  const named = [...diffs, ...call.locations.map(({ path }) => path)]
  const paths = [...new Set(named.map((path) => (isAbsolute(path) ? resolve(path) : resolve(cwd, path))))]
  const inside = paths.every((path) => path.startsWith(`${resolve(folder)}/`))
  return paths.length > 0 && inside ? { type: 'files', paths: paths.sort() } : null
}

const requestMatch = (title: string, input: unknown): RuleMatch | null =>
  input === undefined ? null : { type: 'request', title, input: canonicalJson(input) }

/** What two rules of a workspace may not share: whose requests, of which kind, exactly which. */
export const ruleKey = (agent: string, toolKind: ToolKind, match: RuleMatch): string =>
  canonicalJson([agent, toolKind, match])

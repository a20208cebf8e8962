import type { RepositoryId, Session, WorkspaceRepository } from '../../../../contracts/index.ts'
import { commandNames, commandTable, type CommandName } from './table.ts'

/** What may stand behind a slash, by the word to write. */
export type Offered =
  | { kind: 'own'; word: string; name: CommandName }
  | { kind: 'agent'; word: string; name: string; about: string }
  | { kind: 'repository'; word: string; repositoryId: RepositoryId; name: string }

/**
 * Switchyard's own commands, then the agent's, then the repositories. A word that is taken gets `agent:` or
 * `repository:` before it.
 */
export function offeredCommands(
  agentCommands: Session['commands'],
  repositories: readonly Pick<WorkspaceRepository, 'repositoryId' | 'name'>[],
): Offered[] {
  const taken = new Set<string>(commandNames)
  const free = (word: string, prefix: string): string => {
    const chosen = taken.has(word.toLowerCase()) ? `${prefix}:${word}` : word
    taken.add(chosen.toLowerCase())
    return chosen
  }
  return [
    ...commandNames.map((name): Offered => ({ kind: 'own', word: name, name })),
    ...agentCommands.map(({ name, description, hint }): Offered => ({
      kind: 'agent',
      word: free(name, 'agent'),
      name,
      about: [description, hint].filter(Boolean).join(' · '),
    })),
    ...repositories.map(({ repositoryId, name }): Offered => ({
      kind: 'repository',
      word: free(name.trim().replaceAll(/\s+/g, '-'), 'repository'),
      repositoryId,
      name,
    })),
  ]
}

export type Parsed =
  /** To the agent, as it stands here. */
  | { kind: 'message'; text: string }
  | { kind: 'own'; name: CommandName; argument: string }
  /** An own command with too little or too much behind it. */
  | { kind: 'usage'; name: CommandName }
  /** One of the agent's commands, in the agent's spelling. */
  | { kind: 'agent'; text: string }
  | { kind: 'repository'; repositoryId: RepositoryId; name: string; text: string }
  | { kind: 'unknown'; word: string }

/**
 * What the user wants with `text`. Two slashes send one; what looks like a path (`/usr/bin`), a comment or a pattern
 * is a message; any other word behind a slash has to be offered.
 */
export function parseInput(text: string, offered: readonly Offered[]): Parsed {
  const trimmed = text.trim()
  if (trimmed.startsWith('//')) return { kind: 'message', text: trimmed.slice(1) }
  const [, word = '', rest = ''] = /^\/(\S*)([\s\S]*)$/.exec(trimmed) ?? []
  const argument = rest.trim()
  const found = offered.find((one) => one.word.toLowerCase() === word.toLowerCase())
  if (word === '' || !found)
    return /^[\p{L}\p{N}][^/]*$/u.test(word) ? { kind: 'unknown', word } : { kind: 'message', text: trimmed }
  switch (found.kind) {
    case 'own':
      return misfits(found.name, argument)
        ? { kind: 'usage', name: found.name }
        : { kind: 'own', name: found.name, argument }
    case 'agent':
      return { kind: 'agent', text: `/${found.name}${rest}` }
    case 'repository':
      return { kind: 'repository', repositoryId: found.repositoryId, name: found.name, text: argument }
    default:
      return found satisfies never
  }
}

function misfits(name: CommandName, argument: string): boolean {
  const wanted = commandTable[name].argument
  return wanted === 'optional' ? false : (wanted === 'required') !== (argument !== '')
}

/** True when the agent is to be told something. */
export const isForAgent = (parsed: Parsed): boolean =>
  parsed.kind === 'own'
    ? commandTable[parsed.name].toAgent
    : parsed.kind === 'message' || parsed.kind === 'agent' || parsed.kind === 'repository'

/** A message about one repository, which the agent reads before the message. */
export const aboutRepository = (name: string, text: string): string => `In the repository ${name}:\n\n${text}`

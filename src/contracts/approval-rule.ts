import { z } from 'zod'
import { ApprovalId, RuleId, Timestamp, WorkspaceId } from './ids.ts'
import { ToolKind } from './tool-kind.ts'

/**
 * What a rule is about. Always exact: a request is covered when it is this very one again, never when it only
 * looks like it. All texts are compared character by character.
 */
export const RuleMatch = z.discriminatedUnion('type', [
  /** One command line; `rest` are the request's other inputs (folder, sandbox, …) as canonical JSON, null for none. */
  z.object({ type: z.literal('command'), command: z.string(), rest: z.string().nullable() }),
  /** These files and no others, whatever is done to their content; absolute paths on the node, sorted. */
  z.object({ type: z.literal('files'), paths: z.array(z.string()).min(1) }),
  /** The same title and the same input, as canonical JSON. */
  z.object({ type: z.literal('request'), title: z.string(), input: z.string() }),
])
export type RuleMatch = z.infer<typeof RuleMatch>

/**
 * An answer that stands for later requests of the same agent in the same workspace. Made when the user chooses an
 * option that says "always"; a revoked one answers nothing.
 */
export const ApprovalRule = z.object({
  id: RuleId,
  workspaceId: WorkspaceId,
  /** Profile id of the agent whose requests it answers. */
  agent: z.string(),
  agentName: z.string(),
  toolKind: ToolKind,
  match: RuleMatch,
  decision: z.enum(['allow', 'reject']),
  /** The approval whose answer made it. */
  approvalId: ApprovalId,
  /** Requests it has answered, and when the last one was. */
  uses: z.number().int(),
  lastUsedAt: Timestamp.nullable(),
  revokedAt: Timestamp.nullable(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  revision: z.number().int(),
})
export type ApprovalRule = z.infer<typeof ApprovalRule>

const verbs: Partial<Record<ToolKind, string>> = {
  read: 'Read',
  edit: 'Change',
  delete: 'Delete',
  move: 'Move',
  search: 'Search in',
}

/** A rule in words: what may be done, and to what exactly (code). `inside` is cut off the front of its paths. */
export function ruleWords(
  { toolKind, match }: Pick<ApprovalRule, 'toolKind' | 'match'>,
  inside: readonly string[] = [],
): { what: string; exactly: string } {
  switch (match.type) {
    case 'command':
      return { what: 'Run exactly', exactly: match.command }
    case 'files': {
      const files = match.paths.map((path) => shortPath(path, inside))
      return {
        what: `${verbs[toolKind] ?? 'Use'} ${files.length === 1 ? 'the file' : 'the files'}`,
        exactly: files.join(', '),
      }
    }
    case 'request':
      return { what: 'Exactly this request', exactly: match.title }
    default:
      return match satisfies never
  }
}

function shortPath(path: string, folders: readonly string[]): string {
  const folder = folders.find((candidate) => path.startsWith(`${candidate}/`))
  return folder === undefined ? path : path.slice(folder.length + 1)
}

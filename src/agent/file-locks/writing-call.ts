import type { ToolKind } from '../../contracts/index.ts'

/** What an agent says of a tool call, as far as files go; only the fields it gave. */
export interface SaidCall {
  toolCallId: string
  toolKind?: ToolKind
  status?: 'pending' | 'in_progress' | 'completed' | 'failed'
  locations?: readonly { path: string }[]
  content?: readonly { type: string; path?: string }[]
  rawInput?: unknown
}

/** A tool call as it is known by now. */
export interface KnownCall {
  kind: ToolKind
  status: 'pending' | 'in_progress' | 'completed' | 'failed'
  /** As the agent wrote them. */
  paths: readonly string[]
  /** It carries a diff: it changes files, whatever its kind says. */
  hasDiff: boolean
}

/** More files than these of one call are not locked: such a call names folders, or is lost. */
const mostPaths = 200
const pathInputs = [
  'file_path',
  'filePath',
  'path',
  'abs_path',
  'absolute_path',
  'filename',
  'new_path',
  'old_path',
]
const writingKinds: ReadonlySet<ToolKind> = new Set(['edit', 'delete', 'move'])

export const unknownCall: KnownCall = { kind: 'other', status: 'pending', paths: [], hasDiff: false }

/** The call after one more message about it. Paths once named stay: what an update leaves out may still be written. */
export function learn(known: KnownCall, said: SaidCall): KnownCall {
  const diffs = (said.content ?? []).flatMap(({ type, path }) =>
    type === 'diff' && path !== undefined ? [path] : [],
  )
  const named = [...(said.locations ?? []).map(({ path }) => path), ...diffs]
  const found = named.length > 0 || known.paths.length > 0 ? named : inputPaths(said.rawInput)
  return {
    kind: said.toolKind ?? known.kind,
    status: said.status ?? known.status,
    paths: [...new Set([...known.paths, ...found])].slice(0, mostPaths),
    hasDiff: known.hasDiff || diffs.length > 0,
  }
}

export const writes = ({ kind, hasDiff }: KnownCall): boolean => writingKinds.has(kind) || hasDiff
export const isOver = ({ status }: KnownCall): boolean => status === 'completed' || status === 'failed'

/** Where an agent gives no locations, its input may name the file. */
function inputPaths(input: unknown): string[] {
  if (typeof input !== 'object' || input === null) return []
  return pathInputs.flatMap((name) => {
    const value = (input as Record<string, unknown>)[name]
    return typeof value === 'string' && value !== '' ? [value] : []
  })
}

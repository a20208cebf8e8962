import type { Failure, FileContent, FilePlace } from '../../../contracts/index.ts'

export type TextContent = Extract<FileContent, { kind: 'text' }>
export type ShownContent = Exclude<FileContent, { kind: 'unchanged' }>

/** Where to put the cursor, from 1. `time` tells two wishes for the same place apart. */
export interface Spot {
  line: number
  column: number
  time: number
}

/** What the disk has while there are unsaved edits made on something else: another content, or no file any more. */
export type OnDisk = { kind: 'changed'; content: ShownContent } | { kind: 'gone' }

/** A file that is open in the Files tab. */
export interface OpenFile extends FilePlace {
  /** `fileKey` of it. */
  key: string
  /** What was read last; edits are made on it. Null until then. */
  content: ShownContent | null
  failure: Failure | null
  /** There are edits that are not saved. */
  dirty: boolean
  saving: boolean
  conflict: OnDisk | null
  spot: Spot | null
  /** Grows when the editor has to take `content` (or a draft) anew. */
  round: number
  /** The edits to begin with, where there is a draft. */
  draft: string | null
}

export const fileKey = ({ repositoryId, path }: FilePlace): string => `${repositoryId} ${path}`

export interface FilesState {
  /** In the order of their tabs. */
  readonly files: readonly OpenFile[]
  readonly active: string | null
  /** Opened lately, newest first, also what is closed again. */
  readonly recent: readonly FilePlace[]
}

export const noFiles: FilesState = { files: [], active: null, recent: [] }

/** Files remembered for quick open. */
const mostRecent = 30

export const activeFile = ({ files, active }: FilesState): OpenFile | null =>
  files.find(({ key }) => key === active) ?? null

/** The file is open, in view and the one opened last. */
export function withOpen(state: FilesState, place: FilePlace, spot: Spot | null): FilesState {
  const key = fileKey(place)
  const { repositoryId, path } = place
  const known = state.files.some((file) => file.key === key)
  const fresh: OpenFile = {
    key,
    repositoryId,
    path,
    content: null,
    failure: null,
    dirty: false,
    saving: false,
    conflict: null,
    spot: null,
    round: 0,
    draft: null,
  }
  const files = known ? state.files : [...state.files, fresh]
  return {
    files: spot ? files.map((file) => (file.key === key ? { ...file, spot } : file)) : files,
    active: key,
    recent: [{ repositoryId, path }, ...state.recent.filter((other) => fileKey(other) !== key)].slice(
      0,
      mostRecent,
    ),
  }
}

/** Without a file; its neighbour comes in view in its place. */
export function withoutFile(state: FilesState, key: string): FilesState {
  const at = state.files.findIndex((file) => file.key === key)
  const files = state.files.filter((file) => file.key !== key)
  const next = files[at] ?? files[at - 1] ?? null
  return { ...state, files, active: state.active === key ? (next?.key ?? null) : state.active }
}

export const withChange = (state: FilesState, key: string, change: Partial<OpenFile>): FilesState => ({
  ...state,
  files: state.files.map((file) => (file.key === key ? { ...file, ...change } : file)),
})

/** What a check of the disk means for an open file: nothing, another content to show, or a conflict. */
export function afterCheck(file: OpenFile, found: FileContent | 'gone'): Partial<OpenFile> | null {
  if (found === 'gone') {
    if (file.conflict?.kind === 'gone') return null
    return file.dirty ? { conflict: { kind: 'gone' } } : { conflict: { kind: 'gone' }, failure: null }
  }
  if (found.kind === 'unchanged') return file.conflict ? { conflict: null } : null
  if (file.dirty) return { conflict: { kind: 'changed', content: found } }
  return { content: found, conflict: null, failure: null, round: file.round + 1, draft: null }
}

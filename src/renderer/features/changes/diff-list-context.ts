import { createContext, use } from 'react'
import type { DiffScope, FileDiff, WorkspaceId } from '../../../contracts/index.ts'
import type { ChangedEntry } from './changed-entry.ts'

/** What headers and cards of the diff list share. */
export interface DiffListContent {
  workspaceId: WorkspaceId
  scope: DiffScope
  ignoreSpace: boolean
  entryOf(id: string): ChangedEntry | undefined
  /** The patch that is shown of a file; null when none is. */
  patchOf(file: ChangedEntry | Omit<ChangedEntry, 'id'>): string | null
  isCollapsed(id: string): boolean
  collapse(id: string, collapsed: boolean): void
  /** Reads the changes of a large or failed file. */
  ask(id: string): void
  /** Both sides of a file that git takes for binary turned out to be text. */
  showTexts(id: string, stamp: string, texts: FileDiff): void
  setViewed(entry: ChangedEntry, viewed: boolean): void
}

export const DiffListContext = createContext<DiffListContent | null>(null)

export function useDiffList(): DiffListContent {
  const content = use(DiffListContext)
  if (!content) throw new Error('only inside the list of diffs')
  return content
}

/** Names one file for the calls of `git`. */
export const fileOf = (
  { workspaceId, scope, ignoreSpace }: Pick<DiffListContent, 'workspaceId' | 'scope' | 'ignoreSpace'>,
  { repository, file }: ChangedEntry,
) => ({
  workspaceId,
  repositoryId: repository.repositoryId,
  path: file.path,
  oldPath: file.oldPath,
  scope,
  ignoreSpace,
})

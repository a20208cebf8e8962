import { createContext, use, type ReactNode } from 'react'
import type { ChangedFile, DiffScope, RepositoryDiff, WorkspaceId } from '../../../contracts/index.ts'

/** One changed file in the scope that is shown. */
export interface FileTarget {
  workspaceId: WorkspaceId
  scope: DiffScope
  /** White space is ignored: line numbers hold, but not every changed line is shown. */
  ignoreSpace: boolean
  repository: RepositoryDiff
  file: ChangedFile
}

/** A hunk as its `@@` line tells it: lines counted from 1, in the sides of the scope. */
export interface HunkTarget extends FileTarget {
  oldStart: number
  oldLines: number
  newStart: number
  newLines: number
}

export type LineSide = 'old' | 'new'

/** Lines from `start` to `end` (both included, in the order of the screen), each counted in its side. */
export interface LinesTarget extends FileTarget {
  start: { side: LineSide; line: number }
  end: { side: LineSide; line: number }
}

/** Something shown below a line, such as a thread of comments. Line 0 is above the first one. */
export interface LineNote {
  key: string
  side: LineSide
  line: number
  content: ReactNode
}

/**
 * What another part of the app adds to the diffs. Give a new object (`useMemo`) only when something changed: all
 * that is on the screen is asked again then.
 */
export interface DiffExtension {
  /** Buttons in a file's header. */
  fileActions?: (file: FileTarget) => ReactNode
  /** Buttons over the right end of a hunk's first changed line; not called for files that only have a name or mode. */
  hunkActions?: (hunk: HunkTarget) => ReactNode
  /** What stands below lines of a file. */
  notes?: (file: FileTarget) => readonly LineNote[]
  /** Shown below the last of the lines that the user chose by their numbers or the plus at their left. */
  linesActions?: (lines: LinesTarget, close: () => void) => ReactNode
  /** Between the bar and the files. */
  banner?: ReactNode
  /** Below the files: committing, sending comments. */
  footer?: ReactNode
}

export const DiffExtensionContext = createContext<DiffExtension>({})

export const useDiffExtension = (): DiffExtension => use(DiffExtensionContext)

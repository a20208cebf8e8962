import { z } from 'zod'
import { DiffScope } from './diff-scope.ts'
import { RepositoryId, WorkspaceId } from './ids.ts'

/** Patches of more files than this are asked for in several calls. */
export const patchesAtOnce = 100

/**
 * A path relative to the worktree, with forward slashes. A byte of a name that is not UTF-8 stands as one code unit
 * U+DC80 to U+DCFF, as in PEP 383, so that every name survives the way to the screen and back.
 */
export const FilePath = z.string().min(1).max(4096)

/** A byte of a name that is not UTF-8 is shown as the letter it is in Latin 1. */
export const shownPath = (path: string): string =>
  path.replace(/[\uDC80-\uDCFF]/g, (unit, at: number) =>
    // The second half of a pair is no such byte.
    /[\uD800-\uDBFF]/.test(path[at - 1] ?? '') ? unit : String.fromCharCode(unit.charCodeAt(0) - 0xdc00),
  )

/** Which comparison, and whether white space counts. */
export const ofScope = {
  scope: DiffScope.default({ kind: 'base' }),
  ignoreSpace: z.boolean().default(false),
}

/** One changed file of a scope. */
export const ofFile = z.object({
  workspaceId: WorkspaceId,
  repositoryId: RepositoryId,
  path: FilePath,
  /** The name before, where it was renamed. */
  oldPath: FilePath.nullable().default(null),
  ...ofScope,
})

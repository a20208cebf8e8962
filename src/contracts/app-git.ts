import { z } from 'zod'
import { FilePath, ofFile, ofScope, patchesAtOnce } from './file-of-diff.ts'
import { BranchCommits, CommitResult, FileDiff, FilePatch, FileSide, RepositoryDiff } from './git.ts'
import { RepositoryId } from './ids.ts'
import { procedure, reference } from './procedure.ts'

/** Changes of workspaces, as clients ask the control plane. */
export const gitProcedures = {
  git: {
    diff: procedure.input(z.object({ workspace: reference, ...ofScope })).output(z.array(RepositoryDiff)),
    file: procedure.input(ofFile.extend({ large: z.boolean().default(false) })).output(FileDiff),
    /** Of files that `diff` lists, in that order; one without changes any more is left out. */
    patches: procedure
      .input(
        z.object({
          workspace: reference,
          repositoryId: RepositoryId,
          files: z
            .array(z.object({ path: FilePath, oldPath: FilePath.nullable() }))
            .min(1)
            .max(patchesAtOnce),
          large: z.boolean().default(false),
          ...ofScope,
        }),
      )
      .output(z.array(FilePatch)),
    /** One side as it is, for pictures. */
    side: procedure.input(ofFile.extend({ side: z.enum(['old', 'new']) })).output(FileSide),
    commits: procedure.input(z.object({ workspace: reference })).output(z.array(BranchCommits)),
    /** The user has viewed a file as it is now in this scope, or takes that back. */
    markViewed: procedure.input(ofFile.extend({ viewed: z.boolean() })).output(z.object({})),
    /** The user has looked at the worktrees as they were at `version` of the change summary (null: as they are). */
    markSeen: procedure
      .input(z.object({ workspace: reference, version: z.number().int().nullable() }))
      .output(z.object({ marked: z.boolean() })),
    commit: procedure
      .input(
        z.object({
          workspace: reference,
          message: z.string().trim().min(1).max(65_536),
          repositoryId: RepositoryId.optional(),
        }),
      )
      .output(CommitResult),
  },
}

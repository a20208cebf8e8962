import { z } from 'zod'
import { EditorInfo, EditorOpened } from './editor.ts'
import { WorktreePath } from './file-content.ts'
import { RepositoryId } from './ids.ts'
import { procedure, reference } from './procedure.ts'

/** Programs of the user's own, started by the control plane for files of the local node. */
export const editorProcedures = {
  editor: {
    /** Those that are found on this machine, the most usual first. */
    list: procedure.output(z.array(EditorInfo)),
    /** Opens a worktree's folder, or a file in it. Without `editor`: the one of the settings, else the first. */
    open: procedure
      .input(
        z.object({
          workspace: reference,
          repositoryId: RepositoryId.optional(),
          path: WorktreePath.optional(),
          line: z.number().int().positive().optional(),
          column: z.number().int().positive().optional(),
          editor: z.string().min(1).max(40).optional(),
        }),
      )
      .output(EditorOpened),
  },
}

import { z } from 'zod'
import { BackupDetail, BackupEntry, BackupRestored } from './backup.ts'
import { procedure, reference } from './procedure.ts'

/** A ref, its last part, or enough of its end to name one. */
const backup = z.string().min(1).max(500)

/** Backup refs, as clients ask the control plane. */
export const backupProcedures = {
  backup: {
    /** Of one workspace, also a deleted one, of one project, or of all projects; newest first. */
    list: procedure
      .input(z.object({ project: reference.optional(), workspace: reference.optional() }))
      .output(z.array(BackupEntry)),
    show: procedure.input(z.object({ backup })).output(BackupDetail),
    /** Into a new branch, or into a workspace over nothing that differs. */
    restore: procedure
      .input(
        z.object({
          backup,
          branch: z.string().min(1).max(244).optional(),
          workspace: reference.optional(),
        }),
      )
      .output(BackupRestored),
  },
}

import { z } from 'zod'
import { BackupDetail, BackupEntry, BackupRef, BackupRestored, BackupSource, RestoreInto } from './backup.ts'
import { procedure } from './procedure.ts'

const one = z.object({ source: BackupSource, ref: BackupRef })

/** Backup refs, as the control plane asks a node agent. */
export const agentBackupProcedures = {
  backup: {
    /** Newest first. Repositories that are gone are left out. */
    list: procedure.input(z.object({ sources: z.array(BackupSource).max(500) })).output(z.array(BackupEntry)),
    show: procedure.input(one).output(BackupDetail),
    restore: procedure.input(one.extend({ into: RestoreInto })).output(BackupRestored),
  },
}

import { os } from './implementer.ts'
import type { Services } from './services.ts'

/** Backup refs. */
export const backupRoutes = ({ backups }: Services) => ({
  backup: {
    list: os.backup.list.handler(({ input }) => backups.list(input.sources)),
    show: os.backup.show.handler(({ input }) => backups.show(input)),
    restore: os.backup.restore.handler(({ input }) => backups.restore(input)),
  },
})

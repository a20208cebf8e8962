import { app } from './implementer.ts'
import type { Services } from './services.ts'

/** Backup refs. */
export const backupRoutes = ({ workspaces: { backups } }: Services) => ({
  backup: {
    list: app.backup.list.handler(({ input }) => backups.list(input)),
    show: app.backup.show.handler(({ input }) => backups.show(input.backup)),
    restore: app.backup.restore.handler(({ input }) => backups.restore(input)),
  },
})

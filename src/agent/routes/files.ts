import { streamFailures } from '../../base/index.ts'
import { os } from './implementer.ts'
import type { Services } from './services.ts'

/** Files of workspaces: finding, reading and changing them. */
export const fileRoutes = ({ files }: Services) => ({
  files: {
    search: os.files.search.handler(({ input }) => files.finder.search(input)),
    grep: os.files.grep.handler(({ input, signal }) => streamFailures(files.grep.grep(input, signal))),
    list: os.files.list.handler(({ input }) => files.worktrees.list(input)),
    status: os.files.status.handler(({ input }) => files.worktrees.status(input)),
    read: os.files.read.handler(({ input }) => files.worktrees.read(input)),
    save: os.files.save.handler(({ input }) => files.worktrees.save(input)),
    create: os.files.create.handler(({ input }) => files.worktrees.create(input)),
    move: os.files.move.handler(({ input }) => files.worktrees.move(input)),
    delete: os.files.delete.handler(({ input }) => files.worktrees.delete(input)),
    restore: os.files.restore.handler(({ input }) => files.worktrees.restore(input)),
  },
})

import { streamFailures } from '../../base/index.ts'
import { app } from './implementer.ts'
import type { Services } from './services.ts'

/** Files of workspaces: finding, reading and changing them. */
export const fileRoutes = ({ files }: Services) => ({
  files: {
    search: app.files.search.handler(({ input: { workspace, ...query } }) => files.search(workspace, query)),
    grep: app.files.grep.handler(({ input: { workspace, ...query }, signal }) =>
      streamFailures(files.grep(workspace, query, signal)),
    ),
    list: app.files.list.handler(({ input: { workspace, ...place } }) => files.list(workspace, place)),
    status: app.files.status.handler(({ input }) => files.status(input.workspace, input.repositoryId)),
    read: app.files.read.handler(({ input: { workspace, ...read } }) => files.read(workspace, read)),
    save: app.files.save.handler(({ input: { workspace, ...save } }) => files.save(workspace, save)),
    create: app.files.create.handler(({ input: { workspace, ...entry } }) => files.create(workspace, entry)),
    move: app.files.move.handler(({ input: { workspace, ...move } }) => files.move(workspace, move)),
    delete: app.files.delete.handler(({ input: { workspace, ...place } }) => files.delete(workspace, place)),
    restore: app.files.restore.handler(({ input: { workspace, ...kept } }) => files.restore(workspace, kept)),
  },
})

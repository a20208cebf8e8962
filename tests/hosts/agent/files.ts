import { implement } from '@orpc/server'
import type { RequestHeadersPluginContext } from '@orpc/server/plugins'
import { agentContract } from '../../../src/contracts/index.ts'
import { unplayed } from './unplayed.ts'

/** Files of a fake agent: there are none. */
export function fakeFiles() {
  const { files } = implement(agentContract).$context<RequestHeadersPluginContext>()
  return {
    search: files.search.handler(() => ({ files: [], total: 0, truncated: false })),
    grep: files.grep.handler(unplayed),
    list: files.list.handler(unplayed),
    status: files.status.handler(unplayed),
    read: files.read.handler(unplayed),
    save: files.save.handler(unplayed),
    create: files.create.handler(unplayed),
    move: files.move.handler(unplayed),
    delete: files.delete.handler(unplayed),
    restore: files.restore.handler(unplayed),
  }
}

import { implement } from '@orpc/server'
import type { RequestHeadersPluginContext } from '@orpc/server/plugins'
import { agentContract } from '../../../src/contracts/index.ts'

/** Git of a fake agent: nothing has changed anywhere. */
export function fakeGit() {
  const { git } = implement(agentContract).$context<RequestHeadersPluginContext>()
  return {
    diff: git.diff.handler(() => []),
    file: git.file.handler(({ input }) => ({
      repositoryId: input.repositoryId,
      path: input.path,
      oldPath: null,
      status: 'M' as const,
      binary: false,
      tooLarge: false,
      oldText: 'a',
      newText: 'b',
      oldEncoding: 'utf8' as const,
      newEncoding: 'utf8' as const,
      oldLineEnds: 'none' as const,
      newLineEnds: 'none' as const,
    })),
    patches: git.patches.handler(() => []),
    side: git.side.handler(() => ({ exists: false, size: 0, data: null })),
    commits: git.commits.handler(() => []),
    markViewed: git.markViewed.handler(() => ({})),
    markSeen: git.markSeen.handler(() => ({ marked: true })),
    commit: git.commit.handler(() => ({ commits: [] })),
  }
}

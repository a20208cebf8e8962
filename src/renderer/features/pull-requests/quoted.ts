import type { PullRequestComment } from '../../../contracts/index.ts'

/** General comments as a message to an agent: what others wrote is quoted, so that it is told from what the user asks. */
export const quoted = (comments: readonly Pick<PullRequestComment, 'author' | 'body'>[]): string =>
  [
    comments.length === 1
      ? 'A comment on the pull request:'
      : `${comments.length} comments on the pull request:`,
    ...comments.map(({ author, body }) => `${author} wrote:\n${body.replace(/^/gm, '> ')}`),
  ].join('\n\n')

import { time } from './forge-host.ts'
import type { ForgeComment, ForgeRepository } from './forge-state.ts'

export const person = (login: string) => ({ login })

export function lineCommentJson(comment: ForgeComment, url: string): object {
  return {
    id: comment.id,
    ...(comment.replyTo === undefined ? {} : { in_reply_to_id: comment.replyTo }),
    user: person(comment.author),
    body: comment.body,
    path: comment.path,
    ...(comment.hunk === undefined ? {} : { diff_hunk: comment.hunk }),
    side: comment.side === 'old' ? 'LEFT' : 'RIGHT',
    start_line: comment.startLine ?? null,
    line: comment.line,
    subject_type: 'line',
    created_at: time(comment.id),
    html_url: `${url}/comment/${comment.id}`,
  }
}

export const repositoryJson = ({ slug, methods }: ForgeRepository): object => ({
  full_name: slug,
  allow_merge_commit: methods.includes('merge'),
  allow_squash_merge: methods.includes('squash'),
  allow_rebase_merge: methods.includes('rebase'),
})

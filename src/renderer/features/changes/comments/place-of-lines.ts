import { anchorAt, anchorLines, type CommentPlace, type FileDiff } from '../../../../contracts/index.ts'
import type { LinesTarget } from '../extension.ts'

/** What a comment on chosen lines is about. A range over both sides counts on the side where it ends. */
export function placeOfLines({ repository, file, start, end }: LinesTarget, texts: FileDiff): CommentPlace {
  const { side } = end
  const from = start.side === side ? start.line : end.line
  const lines = anchorLines((side === 'old' ? texts.oldText : texts.newText) ?? '')
  return {
    repositoryId: repository.repositoryId,
    path: file.path,
    side,
    ...anchorAt(lines, Math.min(from, end.line), Math.max(from, end.line)),
  }
}

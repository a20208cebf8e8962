import { app } from './implementer.ts'
import type { Services } from './services.ts'

/** Review comments on changes. */
export const commentRoutes = ({ comments, commentSender }: Services) => ({
  comment: {
    list: app.comment.list.handler(({ input }) => comments.list(input.workspace)),
    add: app.comment.add.handler(({ input }) => comments.add(input)),
    reply: app.comment.reply.handler(({ input }) => comments.reply(input.threadId, input.text)),
    edit: app.comment.edit.handler(({ input }) => comments.edit(input.threadId, input.commentId, input.text)),
    remove: app.comment.remove.handler(({ input }) => ({
      thread: comments.remove(input.threadId, input.commentId),
    })),
    draft: app.comment.draft.handler(({ input }) => ({
      thread: comments.draft(input.threadId, input.draft),
    })),
    resolve: app.comment.resolve.handler(({ input }) => comments.resolve(input.threadId, input.resolved)),
    send: app.comment.send.handler(({ input }) => commentSender.send(input)),
  },
})

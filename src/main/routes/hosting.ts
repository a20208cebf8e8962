import { app } from './implementer.ts'
import type { Services } from './services.ts'

/** Hosts and pull requests. */
export const hostingRoutes = ({ forges, pulls }: Services) => ({
  hosting: { test: app.hosting.test.handler(({ input }) => forges.test(input.host)) },
  pullRequest: {
    list: app.pullRequest.list.handler(({ input }) => pulls.list(input.workspace)),
    show: app.pullRequest.show.handler(({ input }) => pulls.show(input)),
    propose: app.pullRequest.propose.handler(({ input }) => pulls.propose(input.workspace)),
    create: app.pullRequest.create.handler(({ input }) => pulls.create(input)),
    attach: app.pullRequest.attach.handler(({ input }) => pulls.attach(input)),
    detach: app.pullRequest.detach.handler(({ input }) => pulls.detach(input)),
    refresh: app.pullRequest.refresh.handler(({ input }) => pulls.refresh(input)),
    merge: app.pullRequest.merge.handler(({ input }) => pulls.merge(input)),
    close: app.pullRequest.close.handler(({ input }) => pulls.close(input)),
    reopen: app.pullRequest.reopen.handler(({ input }) => pulls.reopen(input)),
    markReady: app.pullRequest.markReady.handler(({ input }) => pulls.markReady(input)),
    comments: app.pullRequest.comments.handler(({ input }) => pulls.comments(input)),
    listOpen: app.pullRequest.listOpen.handler(({ input }) =>
      pulls.listOpen(input.projectId, input.repositoryId),
    ),
  },
})

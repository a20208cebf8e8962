import { z } from 'zod'
import { HostingTest } from './hosting.ts'
import { ProjectId, RepositoryId } from './ids.ts'
import { idempotencyKey, procedure, reference } from './procedure.ts'
import {
  ListedPullRequest,
  MergeMethod,
  PullRequest,
  PullRequestComment,
  PullRequestProposal,
} from './pull-request.ts'

/** The pull request of a workspace; `repositoryId` where it has one in several repositories. */
const which = z.object({ workspace: reference, repositoryId: RepositoryId.optional() })
const branch = z.string().trim().min(1).max(244)

/** Pull requests on GitHub, GitLab and Gitea, as clients ask the control plane. */
export const hostingProcedures = {
  hosting: {
    /** Asks a host who the token belongs to. Throws `hosting_denied`, `hosting_failed`, `hosting_not_configured`. */
    test: procedure.input(z.object({ host: z.string().min(1).max(300) })).output(HostingTest),
  },
  pullRequest: {
    /** As last heard of; without asking any host. */
    list: procedure.input(z.object({ workspace: reference.optional() })).output(z.array(PullRequest)),
    show: procedure.input(which).output(PullRequest),
    /** What a new one would be, for each repository of the workspace. */
    propose: procedure.input(z.object({ workspace: reference })).output(z.array(PullRequestProposal)),
    /** Throws `branch_not_pushed`, `pull_request_exists`, `hosting_failed`. */
    create: procedure
      .input(
        which.extend({
          title: z.string().trim().min(1).max(250).optional(),
          body: z.string().max(60_000).optional(),
          base: branch.optional(),
          draft: z.boolean().default(false),
          idempotencyKey,
        }),
      )
      .output(PullRequest),
    /** `pullRequest`: its number or address; absent, the open one of the workspace's branch. */
    attach: procedure
      .input(which.extend({ pullRequest: z.string().trim().min(1).max(2048).optional() }))
      .output(PullRequest),
    /** Forgets which pull request belongs to the workspace; on the host nothing changes. */
    detach: procedure.input(which).output(PullRequest),
    /** Asks the host, unless it was asked within the time that `force` overrides. */
    refresh: procedure.input(which.extend({ force: z.boolean().default(false) })).output(PullRequest),
    /**
     * Merges what the user saw: refused when the head is no longer `headSha`. `anyway` merges although checks fail or
     * reviews speak against it, as far as the host allows that. Throws `not_mergeable`.
     */
    merge: procedure
      .input(
        which.extend({
          method: MergeMethod.optional(),
          headSha: z.string().min(7).max(64).optional(),
          anyway: z.boolean().default(false),
        }),
      )
      .output(PullRequest),
    close: procedure.input(which).output(PullRequest),
    reopen: procedure.input(which).output(PullRequest),
    markReady: procedure.input(which).output(PullRequest),
    /** Oldest first, of lines and general ones, as last heard of. */
    comments: procedure.input(which).output(z.array(PullRequestComment)),
    /** Open ones of one repository, or of all of the project, latest first. */
    listOpen: procedure
      .input(z.object({ projectId: ProjectId, repositoryId: RepositoryId.optional() }))
      .output(z.array(ListedPullRequest)),
  },
}

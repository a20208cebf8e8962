import { z } from 'zod'
import { RepositoryId, SessionId, TurnId } from './ids.ts'

/** A commit as git names it, in full. */
export const CommitSha = z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/)

/**
 * What is compared with what.
 * `base`: the merge base with the base branch, with the worktree.
 * `uncommitted`: HEAD with the worktree. `staged`: HEAD with the index.
 * `turn`: before and after a turn; the newest recorded one of the workspace where none is named.
 * `seen`: the worktree as it was when the user last looked at it, with the worktree; as `base` when never looked at.
 * `commit`: what the commits from `from` to `to` (both included; the same one for one) of one repository changed.
 */
export const DiffScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('base') }),
  z.object({ kind: z.literal('uncommitted') }),
  z.object({ kind: z.literal('staged') }),
  z.object({
    kind: z.literal('turn'),
    turn: z.object({ sessionId: SessionId, turnId: TurnId }).nullable(),
  }),
  z.object({ kind: z.literal('seen') }),
  z.object({ kind: z.literal('commit'), repositoryId: RepositoryId, from: CommitSha, to: CommitSha }),
])
export type DiffScope = z.infer<typeof DiffScope>

/** The scope of one that is not told otherwise. */
export const baseScope: DiffScope = { kind: 'base' }

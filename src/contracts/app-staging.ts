import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { RepositoryId, SessionId } from './ids.ts'
import { procedure, reference } from './procedure.ts'
import {
  ChosenChanges,
  CommitEvent,
  CommitHow,
  CommitOutlook,
  Discarded,
  DiscardUndo,
  Staged,
} from './staging.ts'

/** Acting on changes: by file, hunk and line; and committing them. */
export const stagingProcedures = {
  staging: {
    stage: procedure.input(ChosenChanges).output(Staged),
    unstage: procedure.input(ChosenChanges).output(Staged),
    /** Everything uncommitted is kept in a backup ref first. */
    discard: procedure.input(ChosenChanges).output(Discarded),
    /** Puts back what a discard took, unless the files were changed since (`file_changed`). */
    undoDiscard: procedure.input(DiscardUndo).output(Staged),
    /** Giving up the iterator ends git and its hooks. */
    commit: procedure
      .input(CommitHow.extend({ workspace: reference, repositoryId: RepositoryId.optional() }))
      .output(eventIterator(CommitEvent)),
    /** What a commit would be about, in each repository. */
    outlook: procedure.input(z.object({ workspace: reference })).output(z.array(CommitOutlook)),
    /** A message for a commit, from what was asked of the agent and what it said; of a session, else of the newest. */
    proposeMessage: procedure
      .input(
        z.object({
          workspace: reference,
          repositoryId: RepositoryId.optional(),
          sessionId: SessionId.optional(),
        }),
      )
      .output(z.object({ message: z.string() })),
  },
}

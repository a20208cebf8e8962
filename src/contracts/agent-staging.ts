import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { RepositoryId, WorkspaceId } from './ids.ts'
import { procedure } from './procedure.ts'
import {
  ChosenChanges,
  CommitEvent,
  CommitHow,
  CommitOutlook,
  Discarded,
  DiscardUndo,
  Staged,
} from './staging.ts'

/** Acting on changes, as the control plane asks a node agent. */
export const agentStagingProcedures = {
  staging: {
    stage: procedure.input(ChosenChanges).output(Staged),
    unstage: procedure.input(ChosenChanges).output(Staged),
    /** Everything uncommitted is kept in a backup ref first. */
    discard: procedure.input(ChosenChanges).output(Discarded),
    undoDiscard: procedure.input(DiscardUndo).output(Staged),
    /** Giving up the iterator ends git and its hooks. Null commits each repository that has something to commit. */
    commit: procedure
      .input(CommitHow.extend({ workspaceId: WorkspaceId, repositoryId: RepositoryId.nullable() }))
      .output(eventIterator(CommitEvent)),
    outlook: procedure.input(z.object({ workspaceId: WorkspaceId })).output(z.array(CommitOutlook)),
  },
}

import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import {
  FileContent,
  FileDeleted,
  FilePlace,
  FileRestore,
  FileRestored,
  FileSave,
  FileSaved,
  FileStamp,
  FolderContents,
  WorktreePath,
  WorktreeStatus,
} from './file-content.ts'
import { GrepBatch, GrepQuery } from './file-grep.ts'
import { FileQuery, FoundFiles } from './files.ts'
import { RepositoryId, WorkspaceId } from './ids.ts'
import { procedure } from './procedure.ts'

const ofWorkspace = { workspaceId: WorkspaceId }

/** Files of workspaces, as the control plane asks a node agent. Nothing outside of a worktree is ever reached. */
export const agentFileProcedures = {
  files: {
    search: procedure.input(FileQuery.extend(ofWorkspace)).output(FoundFiles),
    grep: procedure.input(GrepQuery.extend(ofWorkspace)).output(eventIterator(GrepBatch)),
    list: procedure.input(FilePlace.extend(ofWorkspace)).output(FolderContents),
    status: procedure.input(z.object({ ...ofWorkspace, repositoryId: RepositoryId })).output(WorktreeStatus),
    read: procedure
      .input(FilePlace.extend({ ...ofWorkspace, known: FileStamp.nullable() }))
      .output(FileContent),
    save: procedure.input(FileSave.extend(ofWorkspace)).output(FileSaved),
    create: procedure
      .input(FilePlace.extend({ ...ofWorkspace, kind: z.enum(['file', 'folder']) }))
      .output(FilePlace),
    move: procedure.input(FilePlace.extend({ ...ofWorkspace, to: WorktreePath })).output(FilePlace),
    delete: procedure.input(FilePlace.extend(ofWorkspace)).output(FileDeleted),
    restore: procedure.input(FileRestore.extend(ofWorkspace)).output(FileRestored),
  },
}

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
import { RepositoryId } from './ids.ts'
import { procedure, reference } from './procedure.ts'

const ofWorkspace = { workspace: reference }

/** Files of workspaces, as clients ask the control plane. */
export const fileProcedures = {
  files: {
    /** Fuzzy, tracked and untracked files, what was changed lately first. */
    search: procedure.input(FileQuery.extend(ofWorkspace)).output(FoundFiles),
    /** Lines that match, in batches; ending the iterator ends the search. */
    grep: procedure.input(GrepQuery.extend(ofWorkspace)).output(eventIterator(GrepBatch)),
    list: procedure.input(FilePlace.extend(ofWorkspace)).output(FolderContents),
    status: procedure.input(z.object({ ...ofWorkspace, repositoryId: RepositoryId })).output(WorktreeStatus),
    /** `known`: the stamp of what the caller has; the same content is not sent again. */
    read: procedure
      .input(FilePlace.extend({ ...ofWorkspace, known: FileStamp.nullable().default(null) }))
      .output(FileContent),
    save: procedure.input(FileSave.extend(ofWorkspace)).output(FileSaved),
    create: procedure
      .input(FilePlace.extend({ ...ofWorkspace, kind: z.enum(['file', 'folder']) }))
      .output(FilePlace),
    /** A new name or folder in the same repository; nothing is ever replaced by it. */
    move: procedure.input(FilePlace.extend({ ...ofWorkspace, to: WorktreePath })).output(FilePlace),
    /** Kept in a backup ref first. */
    delete: procedure.input(FilePlace.extend(ofWorkspace)).output(FileDeleted),
    /** Puts back what a deletion took, where nothing has taken its place. */
    restore: procedure.input(FileRestore.extend(ofWorkspace)).output(FileRestored),
  },
}

import type { ChangedFile } from '../contracts/index.ts'
import { formatTable } from './output.ts'

/** Changed files as a table: what happened, which file, lines, and whether it is committed. */
export const fileTable = (files: readonly ChangedFile[]): string =>
  files.length === 0
    ? 'No changes.'
    : formatTable(
        ['', 'file', 'lines', ''],
        files.map((file) => [
          file.status,
          file.oldPath ? `${file.oldPath} -> ${file.path}` : file.path,
          file.binary ? 'binary' : `+${file.added} -${file.removed}`,
          file.uncommitted ? 'uncommitted' : '',
        ]),
      )

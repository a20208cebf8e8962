import type { ChangedEntry } from './changed-entry.ts'
import type { Note } from './diff-items.ts'
import { useDiffList } from './diff-list-context.ts'
import { useDiffExtension } from './extension.ts'
import { FileCardView } from './file-card.tsx'

/** What stands below a line of a diff, or above its first. */
export function NoteView({ note, entry, onClose }: { note: Note; entry: ChangedEntry; onClose(): void }) {
  const { workspaceId, scope, ignoreSpace } = useDiffList()
  const { hunkActions, linesActions } = useDiffExtension()
  const target = { workspaceId, scope, ignoreSpace, repository: entry.repository, file: entry.file }
  switch (note.kind) {
    case 'card':
      return <FileCardView entry={entry} card={note.card} />
    case 'hunk':
      return (
        <div className="relative h-0 font-sans">
          <div className="absolute right-2 bottom-0 flex gap-1 opacity-0 transition-opacity focus-within:opacity-100 hover:opacity-100 in-hover:opacity-100">
            {hunkActions?.({ ...target, ...note.hunk })}
          </div>
        </div>
      )
    case 'lines':
      return (
        <div className="px-3 py-2 font-sans">{linesActions?.({ ...target, ...note.lines }, onClose)}</div>
      )
    case 'note':
      return <div className="font-sans">{note.note.content}</div>
  }
}

import { FileText, X } from 'lucide-react'
import type { FileAttachment } from './mentions.ts'

/** What goes with the text: the files it mentions. */
export function DraftAttachments({
  files,
  onRemove,
}: {
  files: readonly FileAttachment[]
  onRemove(file: FileAttachment): void
}) {
  if (files.length === 0) return null
  return (
    <ul aria-label="Attachments" className="flex flex-wrap gap-1.5 px-3 pb-2">
      {files.map((file) => (
        <li key={`${file.repositoryId} ${file.path}`} className="max-w-full">
          <FileChip file={file} onRemove={() => onRemove(file)} />
        </li>
      ))}
    </ul>
  )
}

function FileChip({ file: { path }, onRemove }: { file: FileAttachment; onRemove(): void }) {
  return (
    <span
      title={path}
      className="inline-flex h-[26px] max-w-full items-center gap-1.5 rounded-md border border-line bg-input pl-2 font-mono text-sm text-muted"
    >
      <FileText aria-hidden className="size-3.5 flex-none" />
      <span className="truncate">{path}</span>
      <button
        type="button"
        aria-label={`Remove ${path}`}
        onClick={onRemove}
        className="grid size-6 flex-none place-items-center rounded-sm hover:bg-hover hover:text-fg"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </span>
  )
}

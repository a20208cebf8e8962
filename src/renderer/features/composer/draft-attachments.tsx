import { FileText, ImageOff, X } from 'lucide-react'
import type { ImageAttachment, SessionId } from '../../../contracts/index.ts'
import { formatBytes, useLoad, useServices } from '../../app/index.ts'
import { Skeleton } from '../../ui/index.ts'
import type { FileAttachment } from './mentions.ts'

interface Props {
  sessionId: SessionId
  files: readonly FileAttachment[]
  images: readonly ImageAttachment[]
  /** Names of images on their way. */
  pending: readonly string[]
  onRemoveFile(file: FileAttachment): void
  onRemoveImage(image: ImageAttachment): void
}

/** What goes with the text: images, and the files it mentions. */
export function DraftAttachments({ sessionId, files, images, pending, onRemoveFile, onRemoveImage }: Props) {
  if (files.length + images.length + pending.length === 0) return null
  return (
    <ul aria-label="Attachments of the draft" className="flex flex-wrap items-end gap-1.5 px-3 pb-2">
      {images.map((image) => (
        <li key={image.id}>
          <Thumbnail sessionId={sessionId} image={image} onRemove={() => onRemoveImage(image)} />
        </li>
      ))}
      {pending.length > 0 && (
        <li role="status" aria-label={`Attaching ${pending.join(', ')}`}>
          <Skeleton width={64} height={64} />
        </li>
      )}
      {files.map((file) => (
        <li key={`${file.repositoryId} ${file.path}`} className="max-w-full">
          <FileChip file={file} onRemove={() => onRemoveFile(file)} />
        </li>
      ))}
    </ul>
  )
}

function Thumbnail({
  sessionId,
  image,
  onRemove,
}: {
  sessionId: SessionId
  image: ImageAttachment
  onRemove(): void
}) {
  const { client } = useServices()
  const loaded = useLoad(`attachment ${image.id}`, () => client.attachment.read({ sessionId, id: image.id }))
  return (
    <span
      title={`${image.name}, ${formatBytes(image.bytes)}`}
      className="relative grid size-16 place-items-center overflow-hidden rounded-md border border-line bg-input"
    >
      {loaded.phase === 'ready' && (
        <img
          src={`data:${loaded.data.mimeType};base64,${loaded.data.data}`}
          alt={image.name}
          className="size-full object-cover"
        />
      )}
      {loaded.phase === 'failed' && (
        <ImageOff
          role="img"
          aria-label={`${image.name} cannot be shown: ${loaded.failure.message}`}
          className="size-4"
        />
      )}
      <Remove
        what={image.name}
        onRemove={onRemove}
        className="absolute top-0.5 right-0.5 border border-line bg-overlay text-fg"
      />
    </span>
  )
}

const FileChip = ({ file: { path }, onRemove }: { file: FileAttachment; onRemove(): void }) => (
  <span
    title={path}
    className="inline-flex h-[26px] max-w-full items-center gap-1.5 rounded-md border border-line bg-input pl-2 font-mono text-sm text-muted"
  >
    <FileText aria-hidden className="size-3.5 flex-none" />
    <span className="truncate">{path}</span>
    <Remove what={path} onRemove={onRemove} className="flex-none" />
  </span>
)

const Remove = ({ what, onRemove, className }: { what: string; onRemove(): void; className: string }) => (
  <button
    type="button"
    aria-label={`Remove ${what}`}
    onClick={onRemove}
    className={`grid size-6 place-items-center rounded-sm hover:bg-hover hover:text-fg ${className}`}
  >
    <X aria-hidden className="size-3.5" />
  </button>
)

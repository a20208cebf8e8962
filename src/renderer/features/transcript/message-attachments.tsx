import { FileText, ImageOff } from 'lucide-react'
import { useState } from 'react'
import type { Attachment, ImageAttachment, SessionId } from '../../../contracts/index.ts'
import { formatBytes, useLoad, useServices } from '../../app/index.ts'
import { Chip, Dialog, Skeleton } from '../../ui/index.ts'

/** What the user sent beside the text: mentioned files, and images that open large on a click. */
export function MessageAttachments({
  sessionId,
  attachments,
}: {
  sessionId: SessionId
  attachments: readonly Attachment[]
}) {
  if (attachments.length === 0) return null
  return (
    <ul aria-label="Attachments" className="mt-2 flex flex-wrap gap-1.5">
      {attachments.map((attachment) =>
        attachment.kind === 'image' ? (
          <li key={attachment.id}>
            <Picture sessionId={sessionId} image={attachment} />
          </li>
        ) : (
          <li key={`${attachment.repositoryId} ${attachment.path}`} className="max-w-full">
            <Chip mono title={attachment.path} icon={<FileText aria-hidden />}>
              {attachment.path}
            </Chip>
          </li>
        ),
      )}
    </ul>
  )
}

function Picture({ sessionId, image }: { sessionId: SessionId; image: ImageAttachment }) {
  const { client } = useServices()
  const loaded = useLoad(`attachment ${image.id}`, () => client.attachment.read({ sessionId, id: image.id }))
  const [open, setOpen] = useState(false)
  if (loaded.phase === 'failed') {
    const { failure } = loaded
    return (
      <span
        title={failure.message}
        className="flex h-8 items-center gap-2 rounded-md border border-line bg-input px-2 text-sm text-muted"
      >
        <ImageOff aria-hidden className="size-4 flex-none" />
        <span className="truncate">{image.name}</span>
        {failure.code === 'attachment_not_found' ? 'is gone' : 'cannot be shown'}
      </span>
    )
  }
  if (loaded.phase === 'loading') return <Skeleton width={120} height={90} />
  const { mimeType, data } = loaded.data
  const source = `data:${mimeType};base64,${data}`
  return (
    <>
      <button
        type="button"
        aria-label={`Enlarge ${image.name}`}
        title={`${image.name}, ${formatBytes(image.bytes)}`}
        onClick={() => setOpen(true)}
        className="block overflow-hidden rounded-md border border-line bg-input hover:border-strong"
      >
        <img src={source} alt={image.name} className="block h-[90px] max-w-[240px] min-w-10 object-cover" />
      </button>
      <Dialog open={open} onClose={() => setOpen(false)} title={image.name} width={960} readOnly>
        <img src={source} alt={image.name} className="mx-auto block h-auto max-w-full p-4" />
      </Dialog>
    </>
  )
}

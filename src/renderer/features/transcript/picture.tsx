import { ImageOff } from 'lucide-react'
import { useState } from 'react'
import type { ImageAttachment, SessionId } from '../../../contracts/index.ts'
import { formatBytes, useLoad, useServices } from '../../app/index.ts'
import { cx, Dialog, Skeleton } from '../../ui/index.ts'

interface PictureProps {
  sessionId: SessionId
  image: ImageAttachment
  /** Whole, as an agent shows it; else a small one beside a prompt. */
  large?: boolean
}

/** A kept image that opens large on a click. Its bytes come from the node, never from an address of its own. */
export function Picture({ sessionId, image, large = false }: PictureProps) {
  const { client } = useServices()
  const loaded = useLoad(`attachment ${image.id}`, () => client.attachment.read({ sessionId, id: image.id }))
  const [open, setOpen] = useState(false)
  if (loaded.phase === 'failed') {
    const { failure } = loaded
    return (
      <span
        title={failure.message}
        className="flex h-8 w-fit items-center gap-2 rounded-md border border-line bg-input px-2 text-sm text-muted"
      >
        <ImageOff aria-hidden className="size-4 flex-none" />
        <span className="truncate">{image.name}</span>
        {failure.code === 'attachment_not_found' ? 'is gone' : 'cannot be shown'}
      </span>
    )
  }
  if (loaded.phase === 'loading') return <Skeleton width={large ? 240 : 120} height={large ? 160 : 90} />
  const { mimeType, data } = loaded.data
  const source = `data:${mimeType};base64,${data}`
  return (
    <>
      <button
        type="button"
        aria-label={`Enlarge ${image.name}`}
        title={`${image.name}, ${formatBytes(image.bytes)}`}
        onClick={() => setOpen(true)}
        className="block max-w-full overflow-hidden rounded-md border border-line bg-input hover:border-strong"
      >
        <img
          src={source}
          alt={image.name}
          className={cx(
            'block min-w-10',
            large ? 'max-h-80 max-w-full object-contain' : 'h-[90px] max-w-[240px] object-cover',
          )}
        />
      </button>
      <Dialog open={open} onClose={() => setOpen(false)} title={image.name} width={960} readOnly>
        <img src={source} alt={image.name} className="mx-auto block h-auto max-w-full p-4" />
      </Dialog>
    </>
  )
}

/** An image of the agent with its name and size. */
export function AgentPicture({ sessionId, image }: Omit<PictureProps, 'large'>) {
  return (
    <figure className="flex w-fit max-w-full flex-col gap-1">
      <Picture sessionId={sessionId} image={image} large />
      <figcaption className="truncate text-sm text-muted">
        {image.name} <span className="text-subtle tabular-nums">{formatBytes(image.bytes)}</span>
      </figcaption>
    </figure>
  )
}

import { useEffect, useMemo, useState } from 'react'
import type { FileSide } from '../../../contracts/index.ts'
import { formatBytes, useLoad, useServices } from '../../app/index.ts'
import { ErrorNote, Skeleton } from '../../ui/index.ts'
import type { ChangedEntry } from './changed-entry.ts'
import { fileOf, useDiffList } from './diff-list-context.ts'

const mimeTypes: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  bmp: 'image/bmp',
  ico: 'image/x-icon',
  svg: 'image/svg+xml',
}

/** The picture before and after, side by side, on a pattern that shows what is transparent. */
export function ImagePair({ entry }: { entry: ChangedEntry }) {
  const { status } = entry.file
  return (
    <div className="flex flex-wrap gap-3 p-3 font-sans text-sm">
      {status !== 'A' && <ImageSide entry={entry} side="old" />}
      {status !== 'D' && <ImageSide entry={entry} side="new" />}
    </div>
  )
}

function ImageSide({ entry, side }: { entry: ChangedEntry; side: 'old' | 'new' }) {
  const { client } = useServices()
  const list = useDiffList()
  const loaded = useLoad(`${entry.id}:${entry.file.stamp}:${side}`, (signal) =>
    client.git.side({ ...fileOf(list, entry), side }, { signal }),
  )
  return (
    <figure className="flex min-w-40 flex-1 flex-col gap-1.5">
      <figcaption className="text-sm text-muted">{side === 'old' ? 'Before' : 'After'}</figcaption>
      {loaded.phase === 'failed' && <ErrorNote error={loaded.failure} onRetry={loaded.reload} />}
      {loaded.phase === 'loading' && <Skeleton width="60%" />}
      {loaded.phase === 'ready' && <Picture entry={entry} side={side} content={loaded.data} />}
    </figure>
  )
}

function Picture({ entry, side, content }: { entry: ChangedEntry; side: 'old' | 'new'; content: FileSide }) {
  const { file } = entry
  const path = side === 'old' ? (file.oldPath ?? file.path) : file.path
  const url = useBlobUrl(content.data, mimeTypes[path.split('.').pop()?.toLowerCase() ?? ''] ?? '')
  const [size, setSize] = useState<string | null>(null)
  const [broken, setBroken] = useState(false)
  if (!content.exists) return <p className="text-muted">There is none.</p>
  if (content.data === null)
    return <p className="text-muted">Too large to show ({formatBytes(content.size)}).</p>
  if (broken)
    return <p className="text-muted">Not a picture that can be shown ({formatBytes(content.size)}).</p>
  return (
    <>
      <img
        src={url}
        alt={`${path}, ${side === 'old' ? 'before' : 'after'}`}
        onLoad={({ currentTarget: image }) => setSize(`${image.naturalWidth} × ${image.naturalHeight}`)}
        onError={() => setBroken(true)}
        className="max-h-80 max-w-full self-start rounded-sm border border-line object-contain"
        style={{
          background:
            'repeating-conic-gradient(var(--bg-panel) 0 25%, var(--bg-raised) 0 50%) 0 0 / 16px 16px',
        }}
      />
      <span className="text-xs text-subtle tabular-nums">
        {size && `${size}, `}
        {formatBytes(content.size)}
      </span>
    </>
  )
}

/** As an image in a page an SVG runs no script and loads nothing. */
function useBlobUrl(data: string | null, type: string): string | undefined {
  const url = useMemo(() => {
    if (data === null) return undefined
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))
    return URL.createObjectURL(new Blob([bytes], { type }))
  }, [data, type])
  useEffect(
    () => () => {
      if (url) URL.revokeObjectURL(url)
    },
    [url],
  )
  return url
}

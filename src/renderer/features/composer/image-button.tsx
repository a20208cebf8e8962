import { ImagePlus } from 'lucide-react'
import { useRef } from 'react'
import { imageTypes } from '../../../contracts/index.ts'
import { IconButton } from '../../ui/index.ts'

/** Chooses images to attach; `off` says why there is nothing to choose. */
export function ImageButton({
  off,
  onFiles,
}: {
  off: string | false
  onFiles(files: readonly File[]): void
}) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <IconButton
        size="sm"
        label="Attach images"
        icon={<ImagePlus />}
        disabled={off}
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={imageTypes.join(',')}
        aria-label="Images to attach"
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])])
          // The same file can be chosen again.
          target.value = ''
        }}
      />
    </>
  )
}

import { useState } from 'react'
import { toFailure } from '../../../contracts/index.ts'
import { useServices } from '../../app/index.ts'
import { Button, Popover } from '../../ui/index.ts'
import type { FilesModel } from './files-model.ts'
import type { OpenFile } from './open-file.ts'

export interface ConflictNoteProps {
  model: FilesModel
  file: OpenFile
  comparing: boolean
  onCompare(on: boolean): void
}

/** The disk has something else than the edits were made on: compare, save over it, or take the disk's. */
export function ConflictNote({ model, file, comparing, onCompare }: ConflictNoteProps) {
  const { toasts } = useServices()
  const [asking, setAsking] = useState(false)
  const { conflict, dirty, key, path, saving } = file
  if (!conflict) return null
  const gone = conflict.kind === 'gone'
  const comparable = !gone && conflict.content.kind === 'text'
  const overwrite = async (): Promise<void> => {
    try {
      const backup = await model.save(key, true)
      onCompare(false)
      if (backup)
        toasts.show({ title: `Saved over ${path}`, detail: `What was there is kept in ${backup.ref}` })
    } catch (error) {
      toasts.failed('Save the file', toFailure(error))
    }
  }
  const reload = (): void => {
    setAsking(false)
    onCompare(false)
    void model.reload(key)
  }
  return (
    <div
      role="alert"
      className="flex flex-none flex-wrap items-center gap-2 border-b border-attention/40 bg-attention-bg px-3 py-1.5 text-sm"
    >
      <span className="basis-full">
        {gone
          ? dirty
            ? 'The file was deleted on the disk. Your edits are here only.'
            : 'The file was deleted on the disk. This is what it held.'
          : 'The file was changed on the disk after you began to edit it.'}
      </span>
      {comparable && (
        <Button size="sm" onClick={() => onCompare(!comparing)}>
          {comparing ? 'Back to the editor' : 'Compare'}
        </Button>
      )}
      {!gone && (
        <Popover
          open={asking}
          onOpenChange={setAsking}
          align="end"
          title="Give your edits up?"
          trigger={<Button size="sm">Load from the disk</Button>}
        >
          <p className="mb-2 text-sm text-muted">
            The file is shown as the disk has it. Undo brings your edits back.
          </p>
          <Button size="sm" kind="danger" onClick={reload}>
            Load and give edits up
          </Button>
        </Popover>
      )}
      {file.content?.kind === 'text' && (
        <Button size="sm" loading={saving} onClick={() => void overwrite()}>
          {gone ? 'Save it again' : 'Back up and overwrite'}
        </Button>
      )}
    </div>
  )
}

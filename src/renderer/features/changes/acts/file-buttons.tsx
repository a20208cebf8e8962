import { Minus, Plus, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { shownPath } from '../../../../contracts/index.ts'
import { count } from '../../../app/index.ts'
import { Button, IconButton, Popover } from '../../../ui/index.ts'
import type { FileTarget } from '../extension.ts'
import { useStaging } from './use-staging.ts'

/** Staging, unstaging and discarding a whole file. */
export function FileButtons({ target, reload }: { target: FileTarget; reload(): void }) {
  const { can, stage, unstage, discard } = useStaging(target, reload)
  const [asking, setAsking] = useState(false)
  const { file } = target
  const path = shownPath(file.path)
  const lines = file.added + file.removed
  return (
    <span className="flex flex-none items-center">
      {can.discard && (
        <Popover
          open={asking}
          onOpenChange={setAsking}
          align="end"
          title="Discard the changes of this file"
          trigger={<IconButton size="sm" label={`Discard ${path}`} icon={<Undo2 />} />}
        >
          <p className="text-muted">
            <b className="font-medium break-all text-fg">{path}</b> becomes what the last commit has
            {lines > 0 && `: up to ${count(lines, 'changed line')} go`}. All that is uncommitted is kept in a
            backup first, and this can be undone.
          </p>
          <div className="mt-3 flex justify-end gap-2">
            <Button kind="ghost" onClick={() => setAsking(false)}>
              Cancel
            </Button>
            <Button
              kind="danger"
              onClick={() => {
                setAsking(false)
                void discard(null)
              }}
            >
              Discard changes
            </Button>
          </div>
        </Popover>
      )}
      {can.unstage && (
        <IconButton size="sm" label={`Unstage ${path}`} icon={<Minus />} onClick={() => void unstage(null)} />
      )}
      {can.stage && (
        <IconButton size="sm" label={`Stage ${path}`} icon={<Plus />} onClick={() => void stage(null)} />
      )}
    </span>
  )
}

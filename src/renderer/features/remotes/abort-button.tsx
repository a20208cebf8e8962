import { useState } from 'react'
import { Button, Popover } from '../../ui/index.ts'

/** Asks once more, saying what an abort does and what it keeps. */
export function AbortButton({ kind, busy, onAbort }: { kind: string; busy: boolean; onAbort(): void }) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      title={`Abort the ${kind}`}
      align="end"
      open={open}
      onOpenChange={setOpen}
      trigger={<Button kind="danger">Abort…</Button>}
    >
      <p className="text-muted">
        Branch and files will be as they were before. What was resolved so far is kept as a backup; the events
        name it.
      </p>
      <div className="mt-3 flex justify-end gap-2">
        <Button kind="ghost" onClick={() => setOpen(false)}>
          Keep going
        </Button>
        <Button
          kind="danger"
          loading={busy}
          onClick={() => {
            setOpen(false)
            onAbort()
          }}
        >
          Abort the {kind}
        </Button>
      </div>
    </Popover>
  )
}

import { Dialog } from '@base-ui/react/dialog'
import { useState } from 'react'
import { useStore } from 'zustand'
import { useServices } from '../../app/index.ts'
import { CommandList } from './command-list.tsx'

/** Finds and runs everything. Open when `dialogs` says so; Esc gives the focus back to where it was. */
export function CommandBar() {
  const { dialogs } = useServices()
  const open = useStore(dialogs, (state) => state.commandBar)
  // Opened again while it fades out, it starts anew.
  const [seen, setSeen] = useState({ open, times: 0 })
  if (seen.open !== open) setSeen({ open, times: seen.times + (open ? 1 : 0) })
  const close = (): void => dialogs.setState({ commandBar: false })
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-60 bg-scrim transition-opacity duration-(--base) data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup
          aria-label="Search or run"
          className="floats fixed top-24 left-1/2 z-60 flex max-h-[calc(100vh-160px)] w-[640px] max-w-[calc(100vw-32px)] -translate-x-1/2 flex-col outline-none"
        >
          <CommandList key={seen.times} onClose={close} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

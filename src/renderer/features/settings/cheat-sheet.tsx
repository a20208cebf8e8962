import { useStore } from 'zustand'
import { useServices } from '../../app/index.ts'
import { Button, Dialog } from '../../ui/index.ts'
import { ShortcutTable } from './shortcut-table.tsx'

/** All shortcuts at a glance. Open when `dialogs` says so. */
export function CheatSheet() {
  const { dialogs } = useServices()
  const open = useStore(dialogs, (state) => state.dialog?.kind === 'cheat-sheet')
  return (
    <Dialog
      open={open}
      onClose={dialogs.close}
      title="Keyboard shortcuts"
      width={520}
      readOnly
      footer={<Button onClick={dialogs.close}>Close</Button>}
    >
      <div className="flex flex-col gap-5 px-[18px] py-4">
        <ShortcutTable />
      </div>
    </Dialog>
  )
}

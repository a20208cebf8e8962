import { useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useAct, useServices } from '../../app/index.ts'
import { Button, Dialog, ErrorNote } from '../../ui/index.ts'
import { addProject } from './add-project.ts'
import { FolderChooser } from './folder-chooser.tsx'

/** Chooses a folder of the machine Switchyard runs on, and adds it. Open when `dialogs` says so. */
export function AddProjectDialog() {
  const { dialogs } = useServices()
  const dialog = useStore(dialogs, (state) => (state.dialog?.kind === 'add-project' ? state.dialog : null))
  return dialog && <Chooser reason={dialog.reason} />
}

function Chooser({ reason }: { reason: string | null }) {
  const services = useServices()
  const { dialogs } = services
  const { busy, failure, run, show } = useAct()
  const [path, setPath] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const add = async (): Promise<void> => {
    if (await run(() => addProject(services, path))) dialogs.close()
  }
  return (
    <Dialog
      open
      onClose={dialogs.close}
      title="Choose a repository"
      initialFocus={input}
      footer={
        <>
          <Button kind="ghost" onClick={dialogs.close}>
            Cancel
          </Button>
          <Button
            kind="primary"
            loading={busy}
            disabled={path === '' ? 'Choose a folder first' : false}
            onClick={() => void add()}
          >
            Add project
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 px-[18px] py-4">
        {reason && <p className="text-muted">{reason}</p>}
        <FolderChooser
          inputRef={input}
          path={path}
          onPath={(next) => {
            setPath(next)
            show(null)
          }}
        />
        {failure && <ErrorNote error={failure} />}
      </div>
    </Dialog>
  )
}

import { useEffect, useRef, useState } from 'react'
import { useAct } from '../../app/index.ts'
import { Button, Dialog, ErrorNote, Field, Input } from '../../ui/index.ts'

export interface PathDialogProps {
  title: string
  act: string
  path: string
  hint: string
  onClose(): void
  /** Does it with the path that was written. */
  onSubmit(path: string): Promise<void>
}

/** Asks for the path of a new file or folder, or the new one of an old. */
export function PathDialog({ title, act, path, hint, onClose, onSubmit }: PathDialogProps) {
  const [value, setValue] = useState(path)
  const { busy, failure, run } = useAct()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const name = path.lastIndexOf('/') + 1
    const end = path.lastIndexOf('.')
    input.current?.setSelectionRange(name, end > name ? end : path.length)
  }, [path])
  const wanted = value.trim().replaceAll('\\', '/').replace(/^\/+/, '')
  const blocked =
    wanted === '' || wanted.endsWith('/') ? 'Write a name' : wanted === path ? 'Nothing to change' : false
  const submit = async (): Promise<void> => {
    if (!blocked && !busy && (await run(() => onSubmit(wanted)))) onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      width={480}
      initialFocus={input}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" loading={busy} disabled={blocked} onClick={() => void submit()}>
            {act}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3 px-[18px] py-4"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <Field label="Path" hint={hint}>
          {(ids) => (
            <Input
              {...ids}
              ref={input}
              mono
              value={value}
              onChange={(event) => setValue(event.target.value)}
            />
          )}
        </Field>
        {failure && <ErrorNote error={failure} />}
      </form>
    </Dialog>
  )
}

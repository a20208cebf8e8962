import { useState, type ReactNode } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { ErrorNote, type ShownError } from './error-note.tsx'

export interface ConfirmDialogProps {
  open: boolean
  onClose(): void
  title: string
  /** The act as a verb, such as "Delete workspace". */
  act: string
  /** What it does, in numbers, and what is saved first. */
  children: ReactNode
  /** Does it; what it throws is shown and can be tried again. */
  onConfirm(): Promise<void>
  toError(error: unknown): ShownError
  disabled?: boolean | string
}

/** Asks before something is destroyed. The button says the act; failure stays in view. */
export function ConfirmDialog({
  open,
  onClose,
  title,
  act,
  children,
  onConfirm,
  toError,
  disabled = false,
}: ConfirmDialogProps) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<ShownError | null>(null)
  const confirm = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await onConfirm()
      onClose()
    } catch (thrown) {
      setError(toError(thrown))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      width={440}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="danger" loading={busy} disabled={disabled} onClick={() => void confirm()}>
            {act}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 px-[18px] py-4">
        {children}
        {error && <ErrorNote error={error} />}
      </div>
    </Dialog>
  )
}

import { Dialog as Base } from '@base-ui/react/dialog'
import type { ReactNode, RefObject } from 'react'

export interface DialogProps {
  open: boolean
  onClose(): void
  title: string
  /** At the right of the title. */
  aside?: ReactNode
  footer?: ReactNode
  children: ReactNode
  width?: number
  initialFocus?: RefObject<HTMLElement | null>
  /** Whether the focus goes back to where it was; asked when it closes. */
  givesFocusBack?: () => boolean
  /** Nothing in the body takes the focus: the body itself does, so that the keyboard can scroll it. */
  readOnly?: boolean
}

/** A pane over the app. Esc closes; the focus stays inside and then returns to where it was. */
export function Dialog({
  open,
  onClose,
  title,
  aside,
  footer,
  children,
  width = 640,
  initialFocus,
  givesFocusBack,
  readOnly = false,
}: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-(--base) data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          {...(initialFocus ? { initialFocus } : {})}
          {...(givesFocusBack ? { finalFocus: givesFocusBack } : {})}
          style={{ width }}
          className="floats fixed top-12 left-1/2 z-40 flex max-h-[calc(100vh-96px)] max-w-[calc(100vw-32px)] -translate-x-1/2 flex-col outline-none"
        >
          <header className="flex h-12 flex-none items-center gap-2 border-b border-line px-[18px]">
            <Base.Title className="flex-1 truncate font-semibold">{title}</Base.Title>
            {aside}
          </header>
          <div
            tabIndex={readOnly ? 0 : undefined}
            className="min-h-0 flex-1 overflow-y-auto -outline-offset-2"
          >
            {children}
          </div>
          {footer && (
            <footer className="flex flex-none flex-wrap items-center justify-end gap-2 border-t border-line px-[18px] py-3">
              {footer}
            </footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from './icon-button.tsx'

const manager = Toast.createToastManager()
/** Long enough to read and to undo. */
const shownMs = 10_000

export interface ToastMessage {
  title: string
  detail?: string | undefined
  kind?: 'info' | 'error'
  action?: { label: string; run(): void }
}

/** Shows a message at the corner for 10 s; hovering or focusing it holds it. */
export function showToast({ title, detail, kind = 'info', action }: ToastMessage): void {
  manager.add({
    title,
    ...(detail ? { description: detail } : {}),
    type: kind,
    timeout: shownMs,
    priority: kind === 'error' ? 'high' : 'low',
    ...(action ? { actionProps: { children: action.label, onClick: action.run } } : {}),
  })
}

function List() {
  const { toasts } = Toast.useToastManager()
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className="floats flex w-96 max-w-[90vw] items-start gap-2 p-3">
      <Toast.Content className="min-w-0 flex-1">
        <Toast.Title className={toast.type === 'error' ? 'font-medium text-error' : 'font-medium'} />
        <Toast.Description className="break-words text-muted select-text" />
        <Toast.Action className="mt-1 rounded-sm font-medium text-accent empty:hidden" />
      </Toast.Content>
      <Toast.Close render={<IconButton size="sm" label="Dismiss" icon={<X />} />} />
    </Toast.Root>
  ))
}

/** Around the app, once. */
export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider toastManager={manager} limit={4}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed right-4 bottom-4 z-50 flex flex-col gap-2">
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

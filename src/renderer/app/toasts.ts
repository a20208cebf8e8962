import { createStore, type StoreApi } from 'zustand/vanilla'
import { toFailure } from '../../contracts/index.ts'

export interface Toast {
  id: number
  tone: 'info' | 'error'
  title: string
  /** What to do next, or more facts. */
  detail?: string
  /** Lines shown in a fixed-width font, with a button that copies them. */
  code?: readonly string[]
  action?: { label: string; run: () => void }
}

/** Long enough to read two lines and to reach an undo button. */
const shownMs = 10_000
/** More would cover what they tell of; the oldest give way. */
const mostShown = 4

export interface Toasts {
  readonly store: StoreApi<readonly Toast[]>
  /** Shows a toast for ten seconds; one that reports an error or holds code stays until it is dismissed. */
  show(toast: Omit<Toast, 'id'>): void
  /** Shows what went wrong: `act` is what the user tried, as in "Delete workspace". */
  failed(act: string, error: unknown): void
  dismiss(id: number): void
}

export function createToasts(): Toasts {
  const store = createStore<readonly Toast[]>(() => [])
  let last = 0
  const dismiss = (id: number): void =>
    store.setState((toasts) => toasts.filter((toast) => toast.id !== id), true)
  const show = (toast: Omit<Toast, 'id'>): void => {
    const id = ++last
    store.setState((toasts) => [...toasts.slice(1 - mostShown), { ...toast, id }], true)
    if (toast.tone === 'info' && !toast.code) setTimeout(() => dismiss(id), shownMs)
  }
  return {
    store,
    show,
    dismiss,
    failed(act, error) {
      const { message, hint } = toFailure(error)
      show({ tone: 'error', title: `${act}: ${message}`, ...(hint === undefined ? {} : { detail: hint }) })
    },
  }
}

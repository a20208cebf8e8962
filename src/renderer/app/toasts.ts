import { toFailure } from '../../contracts/index.ts'
import { showToast } from '../ui/index.ts'

export interface Toasts {
  show: typeof showToast
  /** Shows what went wrong; `act` is what the user tried, as in "Delete workspace". */
  failed(act: string, error: unknown): void
}

export const toasts: Toasts = {
  show: showToast,
  failed(act, error) {
    const { message, hint } = toFailure(error)
    showToast({ kind: 'error', title: `${act} failed`, detail: hint ? `${message}. ${hint}` : message })
  },
}

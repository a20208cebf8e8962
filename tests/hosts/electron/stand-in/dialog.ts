import type { Dialog } from 'electron'
import { complain } from './complain.ts'

/** A dialog that is open, as the driver sees it. */
export interface OpenDialog {
  kind: 'open' | 'save' | 'message'
  options: unknown
}
const open: (OpenDialog & { answer(value: unknown): void })[] = []

/** What is asked now; the driver waits for one, then answers it. */
export const openDialogs = (): OpenDialog[] => open.map(({ kind, options }) => ({ kind, options }))

/** Answers the oldest open dialog. `value` is what Electron's promise resolves to. */
export function answerDialog(value: unknown): void {
  const asked = open.shift()
  if (!asked) throw new Error('no dialog is open')
  asked.answer(value)
}

function ask<Answer>(kind: OpenDialog['kind'], args: unknown[]): Promise<Answer> {
  // With or without a window to belong to.
  const options = args.at(-1)
  return new Promise((resolve) => open.push({ kind, options, answer: (value) => resolve(value as Answer) }))
}

export const dialog = {
  showOpenDialog: (...args: unknown[]) => ask<Electron.OpenDialogReturnValue>('open', args),
  showSaveDialog: (...args: unknown[]) => ask<Electron.SaveDialogReturnValue>('save', args),
  showMessageBox: (...args: unknown[]) => ask<Electron.MessageBoxReturnValue>('message', args),
  showErrorBox: (title: string, content: string) => complain(`${title}\n${content}`),
} satisfies Pick<Dialog, 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox' | 'showErrorBox'>

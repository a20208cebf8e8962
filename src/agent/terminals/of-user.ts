import type { Terminal } from '../../contracts/index.ts'

/** Whether the user opened it; those of sessions are not. */
export const openedByUser = ({ sessionId }: Terminal): boolean => sessionId === null

/** `zsh`, then `zsh 2`, …: the first title no open terminal of the workspace has. */
export function freeTitle(title: string, open: readonly Terminal[]): string {
  const taken = new Set(open.map((terminal) => terminal.title))
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? title : `${title} ${n}`
    if (!taken.has(candidate)) return candidate
  }
}

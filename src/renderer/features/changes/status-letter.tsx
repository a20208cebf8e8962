import type { FileStatus } from '../../../contracts/index.ts'

const looks: Record<FileStatus, { className: string; word: string }> = {
  A: { className: 'text-add', word: 'added' },
  M: { className: 'text-attention', word: 'modified' },
  D: { className: 'text-del', word: 'deleted' },
  R: { className: 'text-accent', word: 'renamed' },
  T: { className: 'text-attention', word: 'type changed' },
  U: { className: 'text-error', word: 'in conflict' },
}

/** What happened to a file, as a letter and a word. */
export function StatusLetter({ status }: { status: FileStatus }) {
  const { className, word } = looks[status]
  return (
    <span
      role="img"
      aria-label={word}
      title={word}
      className={`w-3.5 flex-none text-center font-mono text-xs font-semibold ${className}`}
    >
      {status}
    </span>
  )
}

import { structuredPatch } from 'diff'

/** Lines of context kept around a change. */
const context = 2
/** Texts that differ in more lines than this are shown as one block: finding the least change costs its square. */
const mostEdits = 1_000

export interface ChangedLine {
  /** `…` stands for unchanged lines that are left out. */
  mark: ' ' | '+' | '−' | '…'
  text: string
}

/** Lines of a text; a final line end does not begin another line. */
const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))

const marks: Record<string, ChangedLine['mark']> = { ' ': ' ', '+': '+', '-': '−' }

/** The changed lines of two texts, with a little context. `oldText` is null for a new file. */
export function changedLines(oldText: string | null, newText: string): ChangedLine[] {
  const [before, after] = [linesOf(oldText ?? ''), linesOf(newText)]
  // A missing line end at the end of a file is no change that a card tells of.
  const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')
  const patch = structuredPatch('', '', text(before), text(after), '', '', {
    context,
    maxEditLength: mostEdits,
  })
  if (!patch)
    return [
      ...before.map((line): ChangedLine => ({ mark: '−', text: line })),
      ...after.map((line): ChangedLine => ({ mark: '+', text: line })),
    ]
  return patch.hunks.flatMap(({ lines }, index) => [
    ...(index > 0 ? [{ mark: '…', text: '' } as const] : []),
    ...lines.flatMap((line): ChangedLine[] => {
      const mark = marks[line[0] ?? '']
      return mark ? [{ mark, text: line.slice(1) }] : []
    }),
  ])
}

/** How many lines were added and removed. */
export function countChange(lines: readonly ChangedLine[]): { added: number; removed: number } {
  const count = (mark: ChangedLine['mark']): number => lines.filter((line) => line.mark === mark).length
  return { added: count('+'), removed: count('−') }
}

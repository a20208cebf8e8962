import { isMet, type Result } from './bench.ts'

const goalOf = ({ goal, unit }: Result): string =>
  'least' in goal ? `at least ${goal.least} ${unit}` : `at most ${goal.most} ${unit}`

/** The results as a Markdown table with aligned columns. */
export function markdownTable(results: readonly Result[]): string {
  const head = ['what', 'Switchyard', 'beside', 'result', 'goal', 'met']
  const rows = results.map((result) => [
    result.what,
    result.ours,
    result.against || 'nothing',
    `${result.value.toFixed(result.unit === '×' ? 2 : 1)} ${result.unit}`,
    goalOf(result),
    isMet(result) ? 'yes' : 'no',
  ])
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)),
  )
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

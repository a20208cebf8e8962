import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../../..')
const page = join(root, 'docs/performance.md')
const [begin, end] = ['<!-- bench -->', '<!-- /bench -->']

/** Puts a table between the marks of `docs/performance.md`; what is written around them stays. */
export function writeTable(machine: string, table: string): void {
  const text = readFileSync(page, 'utf8')
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`${page} has no ${begin} … ${end}`)
  const commit = execFileSync('git', ['-C', root, 'rev-parse', '--short', 'HEAD']).toString().trim()
  const block = `${begin}\n\nCommit ${commit}. ${machine}.\n\n${table}\n\n`
  writeFileSync(page, text.slice(0, from) + block + text.slice(to))
}

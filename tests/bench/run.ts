import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { coldStart } from './cold-start.ts'
import { diff } from './diff.ts'
import { firstTokenOverhead } from './first-token.ts'
import { idleMemory } from './idle-memory.ts'
import { openProject } from './open-project.ts'
import { openSession } from './open-session.ts'
import { locks } from './locks.ts'
import { journal } from './journal.ts'
import { isMet, wholeExtent, type Bench, type Result } from './lib/bench.ts'
import { markdownTable } from './lib/table.ts'
import { writeTable } from './lib/performance-page.ts'
import { reattach } from './reattach.ts'
import { search } from './search.ts'
import { stream } from './stream.ts'
import { terminal } from './terminal.ts'
import { workspaceCreate } from './workspace-create.ts'

/**
 * `npm run bench [-- name…] [--write]`: measures, prints a table, and puts it into `docs/performance.md`.
 * `--seconds 10` and `--messages 1000` make a try short; its numbers say little.
 */
const benches: readonly Bench[] = [
  diff,
  workspaceCreate,
  terminal,
  firstTokenOverhead,
  openSession,
  openProject,
  search,
  stream,
  journal,
  reattach,
  coldStart,
  idleMemory,
  locks,
]

const { values, positionals } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    seconds: { type: 'string', default: `${wholeExtent.seconds}` },
    messages: { type: 'string', default: `${wholeExtent.messages}` },
  },
  allowPositionals: true,
})
const unknown = positionals.filter((name) => !benches.some((bench) => bench.name === name))
const extent = { seconds: Number(values.seconds), messages: Number(values.messages) }
const isWhole =
  positionals.length === 0 && extent.seconds >= wholeExtent.seconds && extent.messages >= wholeExtent.messages
if (unknown.length > 0 || (values.write && !isWhole)) {
  const names = benches.map(({ name }) => name).join(', ')
  console.error(
    unknown.length > 0
      ? `There is no bench ${unknown.join(', ')}; there are ${names}`
      : '--write needs all benches in one run, whole',
  )
  process.exit(2)
}
const results: Result[] = []
for (const bench of benches) {
  if (positionals.length > 0 && !positionals.includes(bench.name)) continue
  process.stderr.write(`${bench.name}\n`)
  results.push(...(await bench.run((line) => void process.stderr.write(`  ${line}\n`), extent)))
}
const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}, Node ${process.versions.node}`
const table = markdownTable(results)
console.log(`\n${machine}\n\n${table}`)
if (values.write) writeTable(machine, table)
const missed = results.filter((result) => !isMet(result)).length
console.log(missed === 0 ? '\nAll goals are met.' : `\n${missed} of ${results.length} goals are missed.`)

import { ensureModernNode } from './lib/modern-node.mjs'

/** `npm test` runs every lane, `npm test -- unit e2e` some. The last line says how many passed and failed. */
await ensureModernNode()
const { LANES } = await import('./lib/lanes.mjs')
const { meetNeeds } = await import('./lib/machine-needs.mjs')

const chosen = process.argv.slice(2)
const unknown = chosen.filter((name) => !(name in LANES))
if (unknown.length > 0) {
  console.error(`There is no lane ${unknown.join(', ')}; there are ${Object.keys(LANES).join(', ')}`)
  process.exit(2)
}
const missing = await meetNeeds()
if (missing.length > 0) {
  console.error(`The tests need these Debian packages (or the same programs): ${missing.join(' ')}`)
  process.exit(1)
}

const summary = []
let passed = 0
let failed = 0
for (const [name, run] of Object.entries(LANES)) {
  if (chosen.length > 0 && !chosen.includes(name)) {
    summary.push(`  ${name}: skipped, not asked for`)
    continue
  }
  console.log(`\n== ${name}`)
  const started = performance.now()
  const report = await run()
  const seconds = Math.round((performance.now() - started) / 1000)
  passed += report.passed
  failed += report.failed
  summary.push(`  ${name}: ${report.passed} passed, ${report.failed} failed, ${seconds} s`)
  for (const note of new Set(report.notes)) summary.push(`    ${note}`)
  for (const skip of report.skipped) summary.push(`    skipped ${skip}`)
}
console.log(`\n${summary.join('\n')}\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

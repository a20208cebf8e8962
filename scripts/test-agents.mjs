import { ensureModernNode } from './lib/modern-node.mjs'

/**
 * Published coding agents, installed from the npm registry, run through the built product against the model
 * look-alike. `npm run test:agents` runs all, `npm run test:agents -- gemini` some, by profile id.
 */
await ensureModernNode()
const { agentsLane } = await import('./lib/lanes.mjs')
const { ensureBuilt } = await import('./lib/ensure-built.mjs')

if ((await ensureBuilt()) === 'failed') process.exit(1)
const { passed, failed, skipped, notes } = await agentsLane(process.argv.slice(2))
const lines = [...new Set(notes), ...skipped.map((skip) => `skipped ${skip}`)]
console.log(`\n${lines.map((line) => `  ${line}\n`).join('')}${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

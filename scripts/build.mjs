import { ensureBuilt } from './lib/ensure-built.mjs'
import { ensureModernNode } from './lib/modern-node.mjs'

await ensureModernNode()
const result = await ensureBuilt({ force: process.argv.includes('--force'), verbose: true })
if (result === 'fresh') process.stderr.write('Nothing changed since the last build (--force builds anyway)\n')
process.exitCode = result === 'failed' ? 1 : 0

import { runChecks } from './lib/checks.mjs'
import { ensureModernNode } from './lib/modern-node.mjs'

await ensureModernNode()
const { failed } = await runChecks()
process.exitCode = failed === 0 ? 0 : 1

import { ensureBuilt } from './lib/ensure-built.mjs'
import { ensureModernNode } from './lib/modern-node.mjs'
import { runCommand, tool } from './lib/run-command.mjs'

/**
 * `npm run test:faults`: the fault tests with all 200 seeded runs; `npm test` makes a few of them. `FAULT_SEED=<seed>`
 * repeats one, `FAULT_FIRST` and `FAULT_RUNS` choose others; arguments go to vitest.
 */
await ensureModernNode()
if ((await ensureBuilt()) === 'failed') process.exit(1)
const [command, args] = tool('vitest/vitest.mjs', ['run', '--project', 'faults', ...process.argv.slice(2)])
const { code } = await runCommand(command, args, {
  env: { FAULT_RUNS: '200', FAULT_FIRST: '1', ...process.env },
})
process.exitCode = code ?? 1

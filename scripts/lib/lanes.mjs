import { join } from 'node:path'
import { runChecks } from './checks.mjs'
import { ensureBuilt } from './ensure-built.mjs'
import { REPORT_VARIABLE, takeLaneReport } from './lane-report.mjs'
import { root } from './modern-node.mjs'
import { runCommand, tool } from './run-command.mjs'

/** @typedef {import('./lane-report.mjs').LaneReport} LaneReport */

/**
 * The lanes of `npm test`, in order. A lane that fails does not keep the next from running.
 * @type {Record<string, () => Promise<LaneReport>>}
 */
export const LANES = {
  check: async () => ({ ...(await runChecks()), skipped: [], notes: [] }),
  build: async () => {
    const failed = (await ensureBuilt()) === 'failed' ? 1 : 0
    return { passed: 1 - failed, failed, skipped: [], notes: [] }
  },
  unit: () => vitest('unit'),
  integration: () => vitest('integration'),
  faults: () => vitest('faults'),
  e2e: () => lane('e2e', tool('@playwright/test/cli.js', ['test'])),
}

/**
 * The slow lane of `npm run test:agents`.
 * @param {readonly string[]} profiles ids of the agents to run; none: all
 */
export const agentsLane = (profiles) => vitest('agents', { SWITCHYARD_TEST_AGENTS: profiles.join(',') })

/**
 * @param {string} project
 * @param {NodeJS.ProcessEnv} [env]
 */
const vitest = (project, env) => lane(project, tool('vitest/vitest.mjs', ['run', '--project', project]), env)

/**
 * Runs a test program that leaves a report behind. When it leaves none, or fails with no failed test in it, the
 * lane itself counts as one failure.
 * @param {string} name
 * @param {[string, string[]]} command
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<LaneReport>}
 */
async function lane(name, command, env = {}) {
  const file = join(root, 'test-results', `lane-${name}.json`)
  takeLaneReport(file) // an earlier run's, if that broke off
  const { code } = await runCommand(...command, { env: { ...env, [REPORT_VARIABLE]: file } })
  const report = takeLaneReport(file) ?? { passed: 0, failed: 0, skipped: [], notes: ['left no report'] }
  return code !== 0 && report.failed === 0 ? { ...report, failed: 1 } : report
}

import { runCommand, tool } from './run-command.mjs'

/** Everything `npm run check` holds the code to, in the order it is reported. */
const CHECKS = [
  { name: 'lint and layers', command: tool('oxlint/bin/oxlint', ['--deny-warnings']) },
  { name: 'format', command: tool('oxfmt/bin/oxfmt', ['--check']) },
  { name: 'types', command: tool('typescript/bin/tsc', ['-b', '--pretty']) },
  { name: 'unused code', command: tool('knip/bin/knip.js', ['--no-progress']) },
]

/**
 * Runs all checks, also after one failed, and prints each result; the output only of those that fail.
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runChecks() {
  let failed = 0
  for (const { name, command } of CHECKS) {
    const { code, output, seconds } = await runCommand(...command, { capture: true })
    if (code !== 0) {
      failed++
      process.stdout.write(output)
    }
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)`)
  }
  return { passed: CHECKS.length - failed, failed }
}

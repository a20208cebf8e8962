import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { inputsStamp, isBuilt, markBuilt } from './build-stamp.mjs'
import { withBuildLock } from './build-lock.mjs'
import { root } from './modern-node.mjs'

/**
 * Builds when out/ is older than its inputs, and says so in one line on stderr. Never prints to stdout.
 * @param {{ force?: boolean, verbose?: boolean }} [options] force: build even when nothing changed;
 *   verbose: pass the bundlers' own output on
 * @returns {Promise<'fresh' | 'built' | 'failed'>}
 */
export async function ensureBuilt({ force = false, verbose = false } = {}) {
  if (!force && isBuilt()) return 'fresh'
  return withBuildLock(join(root, 'out'), async () => {
    const stamp = inputsStamp()
    if (!force && isBuilt(stamp)) return 'fresh'
    process.stderr.write('Building Switchyard, some seconds …')
    const started = performance.now()
    rmSync(join(root, 'out/.stamp'), { force: true })
    const { code, output } = await runBuild()
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    process.stderr.write(code === 0 ? ` done in ${seconds} s\n` : ' failed\n')
    if (code !== 0 || verbose) process.stderr.write(output)
    if (code !== 0) return 'failed'
    markBuilt(stamp)
    return 'built'
  })
}

/** @returns {Promise<{ code: number, output: string }>} */
function runBuild() {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'scripts/build/run.ts')], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

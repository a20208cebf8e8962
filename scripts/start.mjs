import { join } from 'node:path'
import { findElectron, noDisplay } from './lib/electron-runtime.mjs'
import { ensureBuilt } from './lib/ensure-built.mjs'
import { ensureModernNode, root } from './lib/modern-node.mjs'
import { runProgram } from './lib/run-program.mjs'

/** `npm start`: the desktop window, or where there can be none the same app in a browser. Arguments go through. */
await ensureModernNode()
if ((await ensureBuilt()) === 'failed') process.exit(1)

const say = (/** @type {string} */ line) => void process.stderr.write(`${line}\n`)
const hidden = noDisplay()
const electron = hidden === undefined ? await findElectron(say) : { missing: hidden }
const args = process.argv.slice(2)
if ('executable' in electron) {
  // Chromium refuses its sandbox under root.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  runProgram(electron.executable, [...sandbox, join(root, 'out/main/index.js'), ...args])
} else {
  say(`No desktop window: ${electron.missing}. Serving to a browser instead.`)
  runProgram(process.execPath, [join(root, 'out/main/serve.js'), '--open', ...args])
}

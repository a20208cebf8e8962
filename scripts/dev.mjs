import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { findElectron, noDisplay } from './lib/electron-runtime.mjs'
import { ensureBuilt } from './lib/ensure-built.mjs'
import { ensureModernNode, root } from './lib/modern-node.mjs'
import { tool } from './lib/run-command.mjs'
import { runProgram } from './lib/run-program.mjs'

/** `npm run dev`: like `npm start`, with changes shown as they are saved. */
await ensureModernNode()
const say = (/** @type {string} */ line) => void process.stderr.write(`${line}\n`)
if ((await ensureBuilt()) === 'failed') process.exit(1)

const hidden = noDisplay()
const electron = hidden === undefined ? await findElectron(say) : { missing: hidden }
if ('executable' in electron) {
  // electron-vite puts development bundles into out/: the next start has to build again.
  rmSync(join(root, 'out/.stamp'), { force: true })
  const sandbox = process.getuid?.() === 0 ? ['--noSandbox'] : []
  runProgram(...tool('electron-vite/bin/electron-vite.js', ['dev', '--watch', ...sandbox]))
} else {
  say(`No desktop window: ${electron.missing}. Serving to a browser instead.`)
  const { developInBrowser } = await import('./lib/dev-browser.mjs')
  await developInBrowser(say)
}

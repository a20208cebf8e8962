import { cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ensureBuilt } from './lib/ensure-built.mjs'
import { ensureModernNode, projectNode, root } from './lib/modern-node.mjs'
import { runCommand, tool } from './lib/run-command.mjs'

/**
 * `npm run package [-- electron-builder's arguments]`: installers for this machine's system and processor, in dist/.
 * Not for others: the Node runtime and the native parts that go in are the ones npm installed here.
 */
await ensureModernNode()
const args = process.argv.slice(2)
const other = ['--x64', '--arm64', '--ia32', '--armv7l', '--universal'].find(
  (flag) => args.includes(flag) && flag !== `--${process.arch}`,
)
if (other !== undefined) {
  process.stderr.write(
    `This is a ${process.arch} machine: ${other} has to be packaged on a machine of that kind\n`,
  )
  process.exit(2)
}
if ((await ensureBuilt()) === 'failed') process.exit(1)

// The runtime of the agent: a program of its own, so that it outlives the app and runs on plain Node.
const node = projectNode()
if (node === undefined) throw new Error('node_modules/node is not installed')
await rm(join(root, 'out/runtime'), { recursive: true, force: true })
await mkdir(join(root, 'out/runtime'), { recursive: true })
await cp(node, join(root, 'out/runtime', process.platform === 'win32' ? 'node.exe' : 'node'))

const { code } = await runCommand(...tool('electron-builder/cli.js', ['build', `--${process.arch}`, ...args]))
process.exitCode = code

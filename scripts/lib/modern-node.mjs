import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The oldest Node major Switchyard runs on: better-sqlite3 13 crashes the process under older ones. */
const OLDEST_NODE = 22

/** The project's folder. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

/** The Node that npm installed with the project, or undefined before `npm ci`. */
export function projectNode() {
  const file = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')
  return existsSync(file) ? file : undefined
}

/**
 * Under an old Node, runs the current program again with the project's own Node and ends with its exit status;
 * the promise then never resolves. Under a new enough Node it resolves at once.
 * @returns {Promise<void>}
 */
export async function ensureModernNode() {
  if (Number.parseInt(process.versions.node, 10) >= OLDEST_NODE) return
  const node = projectNode()
  if (node === undefined) {
    process.stderr.write(
      `Switchyard needs Node ${OLDEST_NODE} or newer, this is ${process.version}. ` +
        `Run "npm ci" in ${root} first: it brings the right one.\n`,
    )
    process.exit(1)
  }
  const child = spawn(node, [...process.execArgv, ...process.argv.slice(1)], { stdio: 'inherit' })
  forwardSignals(child)
  await new Promise(() => {
    child.on('error', (error) => {
      process.stderr.write(`Switchyard could not start ${node}: ${error.message}\n`)
      process.exit(1)
    })
    child.on('exit', (code, signal) => exitLike(code, signal))
  })
}

/**
 * Hands the signals that end a program on to a child, so that the child decides how to end.
 * @param {import('node:child_process').ChildProcess} child
 */
export function forwardSignals(child) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => {
      // From a terminal the whole foreground group got the signal already.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
}

/**
 * Ends this process the way a child ended.
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
export function exitLike(code, signal) {
  if (signal === null) process.exit(code ?? 1)
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
}

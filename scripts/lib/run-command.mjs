import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './modern-node.mjs'

/**
 * Runs a program in the project's folder and waits for it.
 * @param {string} command
 * @param {string[]} args
 * @param {{ capture?: boolean, env?: NodeJS.ProcessEnv }} [options] capture: collect the output instead of
 *   showing it
 * @returns {Promise<{ code: number, output: string, seconds: number }>} code 127: the program is not there
 */
export function runCommand(command, args, { capture = false, env = {} } = {}) {
  const started = performance.now()
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: capture ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
    const end = (/** @type {number} */ code) =>
      resolve({ code, output, seconds: (performance.now() - started) / 1000 })
    child.on('error', (error) => {
      output += `${error.message}\n`
      end(127)
    })
    child.on('close', (code) => end(code ?? 1))
  })
}

/**
 * A tool of a dev dependency, run by this Node: `[command, args]` for runCommand.
 * @param {string} script the tool's script below node_modules
 * @param {string[]} args
 * @returns {[string, string[]]}
 */
export const tool = (script, args) => [process.execPath, [join(root, 'node_modules', script), ...args]]

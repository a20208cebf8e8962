import { spawn } from 'node:child_process'
import { exitLike, forwardSignals } from './modern-node.mjs'

/**
 * Becomes another program as far as Node can: same terminal, signals handed on, same exit status.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env] added to this process's own
 */
export function runProgram(command, args, env = {}) {
  const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...env } })
  forwardSignals(child)
  child.on('error', (error) => {
    process.stderr.write(`Cannot start ${command}: ${error.message}\n`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => exitLike(code, signal))
}

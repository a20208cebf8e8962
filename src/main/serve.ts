import { createInterface } from 'node:readline/promises'
import { runServe } from './run-serve.ts'

/** Entry of `switchyard serve`: the control plane without Electron, for a browser on this machine. */
async function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await terminal.question(`${question} [y/N] `)
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}

process.exitCode = await runServe({
  argv: process.argv.slice(2),
  env: process.env,
  bundleFolder: import.meta.dirname,
  print: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => void process.stderr.write(`${line}\n`),
  confirm: process.stdin.isTTY ? confirm : null,
  onEnd: (callback) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, callback)
  },
})

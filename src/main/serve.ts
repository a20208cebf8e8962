import { runServe } from './run-serve.ts'

/** Entry of `switchyard serve`: the control plane without Electron, for a browser on this machine. */
process.exitCode = await runServe({
  argv: process.argv.slice(2),
  env: process.env,
  bundleFolder: import.meta.dirname,
  print: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => void process.stderr.write(`${line}\n`),
  onEnd: (callback) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, callback)
  },
})

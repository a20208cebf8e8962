import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import packageJson from '../../package.json' with { type: 'json' }
import { runCli } from './cli.ts'

const interrupted = new AbortController()
process.once('SIGINT', () => interrupted.abort())

// A reader that goes away (`| head`) is the normal end of output, not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

process.exitCode = await runCli({
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  version: packageJson.version,
  serveScript: resolve(dirname(fileURLToPath(import.meta.url)), '../main/serve.js'),
  signal: interrupted.signal,
})

import { parseArgs } from 'node:util'

const usage = 'Usage: switchyard-agent serve [--foreground] | status\n'

/**
 * Entry of the node agent. The build puts a check of Node's version in front of it; everything else is loaded
 * only once it is known what is wanted.
 */
async function run(): Promise<number> {
  let command: string | undefined
  let foreground = false
  try {
    const { values, positionals } = parseArgs({
      options: { foreground: { type: 'boolean' } },
      allowPositionals: true,
    })
    command = positionals.length === 1 ? positionals[0] : undefined
    foreground = values.foreground ?? false
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
  }
  if (command === 'serve') return (await import('./daemon.ts')).serve({ env: process.env, foreground })
  if (command === 'status') return (await import('./status.ts')).status(process.env)
  process.stderr.write(usage)
  return 2
}

process.exitCode = await run()

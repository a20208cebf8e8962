import { parseArgs } from 'node:util'
import { Failure } from '../contracts/index.ts'

export interface ServeOptions {
  /** 0 takes a free port; null the one of the last time, or another where that is in use. */
  port: number | null
  json: boolean
  open: boolean
  /** Started in the background by a command: no browser host, output to the log. */
  onDemand: boolean
  /** Puts the newest backup in the place of a damaged database without asking. */
  restoreBackup: boolean
  help: boolean
}

export const serveUsage = `switchyard serve [--port N] [--open] [--restore-backup] [--json]

Runs the control plane and serves the app to a browser on this machine.

  --port N   loopback port, 0 for a free one; the one of the last time unless said
  --open     open the address in the browser
  --restore-backup
             where a database is damaged, put its newest backup back without asking
  --json     print { "url", "pid" } as the first line
`

/** Throws `invalid_input` for what it does not know. */
export function parseServeOptions(argv: readonly string[]): ServeOptions {
  const values = parse(argv)
  const port = values.port === undefined ? null : Number(values.port)
  if (values.port !== undefined && (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535))
    throw new Failure('invalid_input', `--port: "${values.port}" is not a port number`, {
      hint: 'Use 0 to 65535.',
    })
  return {
    port,
    json: values.json,
    open: values.open,
    onDemand: values['on-demand'],
    restoreBackup: values['restore-backup'],
    help: values.help,
  }
}

function parse(argv: readonly string[]) {
  try {
    const boolean = { type: 'boolean', default: false } as const
    const options = {
      port: { type: 'string' },
      json: boolean,
      open: boolean,
      'on-demand': boolean,
      'restore-backup': boolean,
      help: { ...boolean, short: 'h' },
    } as const
    return parseArgs({ args: [...argv], options, strict: true }).values
  } catch (error) {
    throw new Failure('invalid_input', (error as Error).message, {
      hint: 'See "switchyard serve --help".',
      cause: error,
    })
  }
}

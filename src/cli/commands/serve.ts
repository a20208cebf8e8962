import { spawn } from 'node:child_process'
import { Failure } from '../../contracts/index.ts'
import type { Command } from '../command.ts'
import { confirm } from '../confirm.ts'
import { connect, type Connection } from '../connect.ts'
import type { Home } from '../../base/index.ts'

/** `serve` is the control plane itself in the foreground: its own program, its own output and exit status. */
export const serve = (serveScript: string): Command => ({
  path: 'serve',
  summary: 'Serve the app to a browser on this machine, in the foreground',
  args: [],
  options: {
    port: { type: 'string', value: '<port>', help: 'Port on 127.0.0.1 (default: any free one)' },
    open: { type: 'boolean', help: 'Open the browser' },
    'restore-backup': {
      type: 'boolean',
      help: 'Where a database is damaged, put its newest backup back without asking',
    },
  },
  async run({ output, env }, _args, options) {
    const args = [
      ...(typeof options['port'] === 'string' ? ['--port', options['port']] : []),
      ...(options['open'] === true ? ['--open'] : []),
      ...(options['restore-backup'] === true ? ['--restore-backup'] : []),
      ...(output.json ? ['--json'] : []),
    ]
    const child = spawn(process.execPath, [serveScript, ...args], { stdio: 'inherit', env: { ...env } })
    const forward = (signal: NodeJS.Signals): void => void child.kill(signal)
    process.on('SIGINT', forward).on('SIGTERM', forward)
    process.exitCode = await new Promise<number>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (code) => resolve(code ?? 1))
    })
  },
})

/** `stop` must not start what it is to stop, except to reach the node agent. */
export const stop = (home: Home): Command => ({
  path: 'stop',
  summary: 'Stop the control plane; agents and terminals go on unless --agent is given',
  args: [],
  options: {
    agent: { type: 'boolean', help: 'Stop the node agent too, which ends agents and terminals' },
    yes: { type: 'boolean', short: 'y', help: 'Do not ask' },
  },
  async run(context, _args, options) {
    const { output } = context
    const agent = options['agent'] === true
    const running = await connect(home)
    if (!running && !agent) {
      output.result({ stopped: false }, () => 'No control plane runs.')
      return
    }
    const client = running?.client ?? (await context.client())
    if (agent) {
      const impact = await client.stop.impact()
      output.note(
        `Stopping the node agent ends ${impact.runningTurns} running turns, ${impact.sessions} sessions' agents and ${impact.terminals} terminals. Files stay.`,
      )
      if (options['yes'] !== true && process.stdin.isTTY) await confirm('Stop it?')
    }
    const stopped = await client.stop.now({ agent })
    if (running) await gone(running)
    output.result(stopped, () =>
      agent ? 'Stopped the control plane and the node agent.' : 'Stopped the control plane.',
    )
  },
})

// Ending agents and terminals may take their grace times; more than this means it hangs.
const stopTimeoutMs = 40_000

async function gone(connection: Connection): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Failure('internal', 'The control plane has not stopped')),
      stopTimeoutMs,
    )
  })
  await Promise.race([connection.closed, late]).finally(() => clearTimeout(timer))
}

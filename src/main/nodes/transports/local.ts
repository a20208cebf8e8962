import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import {
  databaseDamaged,
  findDamage,
  spawnDetached,
  timeLimit,
  type Clock,
  type Home,
  type Logger,
} from '../../../base/index.ts'
import { damagedDatabaseStatus, Failure } from '../../../contracts/index.ts'
import type { AgentCommand } from './agent-command.ts'
import { daemonEnvironment } from './daemon-environment.ts'
import { loginPath } from './login-path.ts'
import type { Transport } from './transport.ts'

/** How long a started daemon may take to answer; how often it is asked meanwhile. */
const startLimitMs = 15_000
const askEveryMs = 25
/** A handshake that takes longer is a hung agent. */
const handshakeTimeout = 10_000
/** Largest message: a journal batch or a page of diffs stays far below. */
const maxPayload = 64 * 1024 * 1024

export interface LocalTransportOptions {
  home: Home
  env: Readonly<Record<string, string | undefined>>
  command: AgentCommand
  clock: Clock
  log: Logger
}

/** The local node agent: found on its socket, else started detached. */
export function localTransport({ home, env, command, clock, log }: LocalTransportOptions): Transport {
  const socket = home.agent.socket
  const output = join(home.logs, 'agent-output.log')

  const start = async (signal: AbortSignal): Promise<void> => {
    const whole = { ...env, PATH: await loginPath(env) }
    const daemon = await spawnDetached(command.command, command.args, {
      env: { ...daemonEnvironment(whole, home.root), ...command.env },
      cwd: home.root,
      output,
    })
    log.info({ pid: daemon.pid }, 'started the node agent')
    const limit = timeLimit(clock, startLimitMs)
    let ended: number | null | undefined
    void daemon.exited.then((code) => (ended = code))
    try {
      while (!(await answers(socket))) {
        if (signal.aborted) return
        if (ended === damagedDatabaseStatus) throw databaseDamagedAt(home.agent.database)
        const late = limit.passed
        // Exit code 0 may mean that another daemon was faster: keep asking for it.
        if (late || (ended !== undefined && ended !== 0))
          throw new Failure(
            'agent_failed',
            late
              ? 'The node agent did not answer after it was started'
              : `The node agent ended at start (${ended})`,
            { hint: `See ${output}`, details: { output: tail(output) } },
          )
        await new Promise<void>((resolve) => clock.after(askEveryMs, resolve))
      }
    } finally {
      limit.cancel()
    }
  }

  return {
    async prepare(signal) {
      if (!(await answers(socket))) await start(signal)
    },
    answers: () => answers(socket),
    open: (path, headers) =>
      new WebSocket(`ws://agent${path}`, {
        createConnection: () => connect(socket),
        headers: headers ?? {},
        perMessageDeflate: false,
        handshakeTimeout,
        maxPayload,
      }),
  }
}

/** The node agent has just said that its database is damaged; how, can be seen from here. */
const databaseDamagedAt = (file: string): Failure =>
  databaseDamaged(file, findDamage(file) ?? 'it could not be read')

/** Whether somebody listens on the socket. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path)
    probe.once('connect', () => {
      probe.destroy()
      resolve(true)
    })
    probe.once('error', () => resolve(false))
  })
}

const tailBytes = 2000

/** The last of what the daemon printed. */
function tail(path: string): string {
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const buffer = Buffer.alloc(Math.min(size, tailBytes))
    readSync(file, buffer, 0, buffer.length, size - buffer.length)
    return buffer.toString('utf8')
  } finally {
    closeSync(file)
  }
}

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  acquireInstanceLock,
  createLogger,
  newId,
  readJsonFile,
  Redactor,
  resolveHome,
  Scope,
  systemClock,
  type Home,
  type Logger,
} from '../base/index.ts'
import { damagedDatabaseStatus, Enrolment, toFailure } from '../contracts/index.ts'
import { buildAgent } from './build-agent.ts'
import { releaseStartupMemory } from './release-memory.ts'
import { answers } from './status.ts'

export interface ServeOptions {
  env: Readonly<Record<string, string | undefined>>
  /** Tied to its terminal: a hang-up ends it too. */
  foreground: boolean
}

/** Another instance that has the lock gets this long to open its socket. */
const otherInstanceWaitMs = 5_000
const releaseMemoryAfterMs = 5_000
/** A part that does not close must not keep the daemon alive for ever. */
const closeLimitMs = 20_000

/**
 * Runs the node agent until it is told to end; the exit status. A second instance of one home ends at once with 0
 * when the first one answers. Without an enrolment it refuses to start.
 */
export async function serve({ env, foreground }: ServeOptions): Promise<number> {
  const home = resolveHome(env)
  for (const folder of [home.root, home.agent.root, home.logs])
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  const unlock = acquireInstanceLock(home.agent.lock)
  if (!unlock) return deferToOther(home)
  const redactor = new Redactor()
  const log = createLogger(home.agent.log, 'agent', redactor, env['SWITCHYARD_LOG_LEVEL'])
  try {
    const enrolment = readJsonFile(home.agent.enrolment, Enrolment)
    if (!enrolment) {
      complain(
        log,
        `This node is not enrolled: ${home.agent.enrolment} is missing. Start Switchyard once; it writes it.`,
      )
      return 1
    }
    return await runUntilEnd(home, enrolment, env, foreground, { log, redactor })
  } catch (error) {
    log.fatal({ err: error }, 'the node agent could not start')
    const { code, message, hint } = toFailure(error)
    process.stderr.write(`The node agent could not start: ${message}\n${hint ? `${hint}\n` : ''}`)
    return code === 'database_damaged' ? damagedDatabaseStatus : 1
  } finally {
    unlock()
  }
}

async function runUntilEnd(
  home: Home,
  enrolment: Enrolment,
  env: ServeOptions['env'],
  foreground: boolean,
  { log, redactor }: { log: Logger; redactor: Redactor },
): Promise<number> {
  const scope = new Scope('agent')
  const ended = Promise.withResolvers<string>()
  const release = onProcessEnd(ended.resolve, foreground, log)
  let status = 0
  try {
    await buildAgent({
      home,
      enrolment,
      env,
      log,
      redactor,
      clock: systemClock,
      newId,
      runbookBundle: join(import.meta.dirname, 'runbook.js'),
      shutdown: () => ended.resolve('told to'),
      scope,
    })
    log.info({ socket: home.agent.socket, pid: process.pid }, 'the node agent serves')
    // Later, since it takes some 20 ms and whoever started us is about to call.
    scope.add(systemClock.after(releaseMemoryAfterMs, releaseStartupMemory))
    log.info({ reason: await ended.promise }, 'the node agent ends')
  } finally {
    const timer = setTimeout(() => {
      log.error('closing took too long')
      process.exit(1)
    }, closeLimitMs)
    await scope.close().catch((error: unknown) => {
      log.error({ err: error }, 'not everything closed')
      status = 1
    })
    clearTimeout(timer)
    release()
  }
  return status
}

/** What ends the process or must not. Returns how to stop listening. */
function onProcessEnd(end: (reason: string) => void, foreground: boolean, log: Logger): () => void {
  const terminate = (signal: NodeJS.Signals): void => end(signal)
  const hangUp = (): void => (foreground ? end('SIGHUP') : log.info('the terminal that started us is gone'))
  // A bug in one call must not take everybody's sessions with it; it is in the log.
  const survive = (error: unknown): void => log.error({ err: error }, 'uncaught')
  process.on('SIGTERM', terminate).on('SIGINT', terminate).on('SIGHUP', hangUp)
  process.on('uncaughtException', survive).on('unhandledRejection', survive)
  return () => {
    process.off('SIGTERM', terminate).off('SIGINT', terminate).off('SIGHUP', hangUp)
    process.off('uncaughtException', survive).off('unhandledRejection', survive)
  }
}

async function deferToOther(home: Home): Promise<number> {
  const deadline = Date.now() + otherInstanceWaitMs
  while (Date.now() < deadline) {
    if (await answers(home.agent.socket)) {
      process.stdout.write(`A node agent already runs for ${home.root}\n`)
      return 0
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  process.stderr.write(`Another node agent holds ${home.agent.lock} but does not answer\n`)
  return 1
}

function complain(log: Logger, message: string): void {
  log.error(message)
  process.stderr.write(`${message}\n`)
}

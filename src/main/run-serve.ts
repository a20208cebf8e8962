import { hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import {
  createLogger,
  readJsonFile,
  Redactor,
  resolveHome,
  spawnDetached,
  systemClock,
} from '../base/index.ts'
import { ControlPlaneAddress, toFailure, type Failure } from '../contracts/index.ts'
import { startControlPlane, type ControlPlane } from './control-plane.ts'
import { askForOpenUrl } from './hosts/local-socket/index.ts'
import { rememberPort, startWebHost, webMemory } from './hosts/web/index.ts'
import { agentCommand } from './nodes/index.ts'
import { browserCommand } from './browser-command.ts'
import { repairOffers } from './repair.ts'
import { parseServeOptions, serveUsage, type ServeOptions } from './serve-options.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Facts of the process, so that this can be run from anywhere. */
export interface ServeHost {
  argv: readonly string[]
  env: Environment
  /** Folder of the running bundle (`out/main`). */
  bundleFolder: string
  print(line: string): void
  complain(line: string): void
  /** Asks the person at the terminal; null where there is none. */
  confirm: ((question: string) => Promise<boolean>) | null
  /** Calls back when the process is asked to end. */
  onEnd(callback: () => void): void
}

/** `serve`: runs until it is asked to stop; resolves to the exit code (0, 1 for a failure, 2 for wrong usage). */
export async function runServe(host: ServeHost): Promise<number> {
  let options: ServeOptions
  try {
    options = parseServeOptions(host.argv)
  } catch (error) {
    complain(host, toFailure(error))
    return 2
  }
  if (options.help) {
    host.print(serveUsage)
    return 0
  }
  try {
    await offerRepair(host, options)
    await serveUntilStopped(host, options)
    return 0
  } catch (error) {
    const failure = toFailure(error)
    // Another command was faster: its control plane serves both.
    if (options.onDemand && failure.code === 'invalid_transition') return 0
    if (options.open && failure.code === 'invalid_transition' && (await openRunning(host))) return 0
    complain(host, failure)
    return 1
  }
}

/** A damaged database that is not repaired here is told of by whoever opens it. */
async function offerRepair(host: ServeHost, options: ServeOptions): Promise<void> {
  if (options.onDemand) return
  for (const offer of repairOffers(resolveHome(host.env), systemClock)) {
    host.complain(offer.message)
    if (options.restoreBackup || (await host.confirm?.(offer.question))) host.complain(offer.accept())
  }
}

async function serveUntilStopped(host: ServeHost, options: ServeOptions): Promise<void> {
  const { env, bundleFolder } = host
  const home = resolveHome(env)
  const stopped = Promise.withResolvers<void>()
  host.onEnd(stopped.resolve)
  const redactor = new Redactor()
  const log = createLogger(
    join(home.logs, 'control-plane.log'),
    'control-plane',
    redactor,
    env['SWITCHYARD_LOG_LEVEL'],
  )
  const controlPlane = await startControlPlane({
    home,
    env,
    host: 'web',
    onDemand: options.onDemand,
    agent: agentCommand({
      execPath: process.execPath,
      electronVersion: process.versions['electron'],
      resourcesPath: undefined,
      bundleFolder,
      platform: process.platform,
    }),
    user: userInfo().username,
    machine: hostname(),
    log,
    redactor,
    onStop: stopped.resolve,
  })
  try {
    if (!options.onDemand) await openWeb(host, options, controlPlane, home)
    log.info({ pid: process.pid, onDemand: options.onDemand }, 'the control plane is up')
    await stopped.promise
    log.info('the control plane stops')
  } finally {
    await controlPlane.close()
  }
}

async function openWeb(
  host: ServeHost,
  options: ServeOptions,
  controlPlane: ControlPlane,
  home: ReturnType<typeof resolveHome>,
): Promise<void> {
  const { rpc, streams, scope, log } = controlPlane
  const memory = webMemory(home)
  const web = await startWebHost(
    {
      port: options.port ?? memory.port ?? 0,
      orAnother: options.port === null,
      files: join(host.bundleFolder, '..', 'renderer'),
      cookie: memory.cookie,
      rpc,
      streams,
      log,
    },
    scope,
  )
  // What was said once (`--port 0`) is no habit.
  if (options.port === null) rememberPort(home, web.port)
  controlPlane.announceWeb(web.url, () => web.openUrl())
  const url = web.openUrl()
  if (options.json) host.print(JSON.stringify({ url, pid: process.pid }))
  else
    host.print(
      `Switchyard runs at ${url}\nThe address works once. Ctrl+C ends the app; agents and terminals go on.`,
    )
  if (options.open) await openInBrowser(host, url)
}

/** Opens the control plane that runs already; false when it serves no browser. */
async function openRunning(host: ServeHost): Promise<boolean> {
  const running = readJsonFile(resolveHome(host.env).controlPlaneAddress, ControlPlaneAddress)
  const url = running && (await askForOpenUrl(running))
  if (!url) return false
  host.print(`Switchyard runs already, at ${url}`)
  await openInBrowser(host, url)
  return true
}

/** Where no browser can be opened the printed address is there to be used. */
async function openInBrowser(host: ServeHost, url: string): Promise<void> {
  const { command, args } = browserCommand(process.platform, url)
  const env = Object.fromEntries(
    Object.entries(host.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
  try {
    await spawnDetached(command, args, { env, output: null })
  } catch (error) {
    host.complain(`The browser could not be opened (${(error as Error).message}). Open the address yourself.`)
  }
}

function complain(host: ServeHost, { code, message, hint }: Failure): void {
  host.complain(`${code}: ${message}${hint ? `\n${hint}` : ''}`)
}

import { randomBytes, randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { createRouterClient, type RouterClient } from '@orpc/server'
import manifest from '../../package.json' with { type: 'json' }
import {
  failuresOnly,
  keepBackups,
  newId,
  Scope,
  systemClock,
  writeJsonFile,
  type Clock,
  type Home,
  type Logger,
  type NewId,
  type Redactor,
} from '../base/index.ts'
import { resolveLimits, type ControlPlaneAddress, type LiveUpdate } from '../contracts/index.ts'
import { Audit } from './audit/index.ts'
import { createCommentServices } from './comments/index.ts'
import { EditorService } from './editors/index.ts'
import { EventLog } from './events/index.ts'
import { HistoryService } from './history/index.ts'
import { createHostingServices } from './hosting/index.ts'
import { startLocalSocketHost } from './hosts/local-socket/index.ts'
import { createRpcServer, type RpcServer } from './hosts/sockets/index.ts'
import {
  createJobSigner,
  enrolAgainLocally,
  enrolLocalAgent,
  loadIdentity,
  localTransport,
  NodeService,
  renewKey,
  type AgentCommand,
  type SignJob,
} from './nodes/index.ts'
import { OrphanService } from './orphans/index.ts'
import { createOverview } from './overview.ts'
import { ProjectService } from './projects/index.ts'
import { FileService } from './files/index.ts'
import { GitStates, RemotesService } from './remotes/index.ts'
import { ChangeSummaries, ReviewService } from './review/index.ts'
import { createRouter, type AppRouter } from './routes/index.ts'
import { AgentCatalog, createSessionServices } from './sessions/index.ts'
import { SettingsService } from './settings/index.ts'
import { StagingService } from './staging/index.ts'
import { Store } from './store/index.ts'
import { takeHome } from './take-home.ts'
import { tellDamage } from './tell-damage.ts'
import { StreamsRelay, TerminalService, type StreamPeer } from './terminals/index.ts'
import { WorkspaceService } from './workspaces/index.ts'

export interface ControlPlaneOptions {
  home: Home
  env: Readonly<Record<string, string | undefined>>
  host: 'electron' | 'web'
  /** Started in the background by a command: yields to an app or `serve`. */
  onDemand: boolean
  /** How to start the local node agent. */
  agent: AgentCommand
  /** Who acts, in audit rows and job tokens: the operating system's user name. */
  user: string
  /** Display name of the local node: the machine's name. */
  machine: string
  log: Logger
  /** What `log` takes secrets out with; learns the secrets of the settings. */
  redactor: Redactor
  /** Somebody asked it to stop and has been answered: call `close`, then end the process. */
  onStop(): void
  clock?: Clock
  newId?: NewId
  /** In [0, 1). */
  random?(): number
}

export interface ControlPlane {
  /** The app contract, for hosts; errors become declared ones by `failuresOnly(log)` as an interceptor. */
  router: AppRouter
  /** The same in process. */
  client: RouterClient<AppRouter>
  /** The app contract on WebSockets. */
  rpc: RpcServer
  /** Byte streams of terminals. */
  streams: { accept(peer: StreamPeer): void }
  /** Owner of what hosts open; closes before the control plane does. */
  scope: Scope
  log: Logger
  /** Tells clients that a browser can reach it; `openUrl` makes a fresh one-time address. */
  announceWeb(url: string, openUrl: () => string): void
  /** Ends it and gives the home up. The node agent goes on. */
  close(): Promise<void>
}

/**
 * The composition root: builds every service by hand, in order, and serves the local socket. Throws
 * `invalid_transition` when the home has a control plane that does not yield.
 */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { home, log, clock = systemClock } = options
  const release = await takeHome(home, options.onDemand, clock)
  const scope = new Scope('control plane')
  scope.add(release)
  try {
    return await build(options, clock, scope)
  } catch (error) {
    log.error({ err: error }, 'the control plane could not start')
    await scope.close()
    throw error
  }
}

async function build(options: ControlPlaneOptions, clock: Clock, scope: Scope): Promise<ControlPlane> {
  const { home, env, log, user, redactor } = options
  const mint = options.newId ?? newId
  const startedAt = clock.now()

  const events = new EventLog(randomUUID())
  const store = new Store(home.appDatabase, (changes) => events.append(changes))
  scope.add(() => store.close())
  const limits = resolveLimits(env, store.read.settings.get().limits)
  const audit = new Audit(store, clock, user)

  let identity = await loadIdentity(home, mint)
  enrolLocalAgent(home, identity)
  const nodeId = identity.localNodeId
  const damaged = (reason: string): void =>
    tellDamage(home.appDatabase, reason, { store, clock, nodeId, mint })
  keepBackups({ file: home.appDatabase, clock, log, limits: () => limits, damaged }, scope.child('backups'))
  const signer = (): Promise<SignJob> => createJobSigner(identity, nodeId, user, clock, limits.jobTokenLifeMs)
  let signJob = await signer()
  const sign: SignJob = (op, ws) => signJob(op, ws)
  const changes = new ChangeSummaries(events)
  const gitStates = new GitStates(events)
  const onLive = (update: LiveUpdate): void => {
    if (update.type === 'delta') events.delta(update.delta)
    else if (update.type === 'changes') changes.set(update.summary)
    else if (update.type === 'git') gitStates.set(update.state)
  }
  const nodes = new NodeService(
    {
      nodeId,
      name: options.machine,
      transport: localTransport({ home, env, command: options.agent, clock, log }),
      sign,
      store,
      events,
      appVersion: manifest.version,
      limits,
      clock,
      newId: mint,
      random: options.random ?? Math.random,
      log,
      onConnected: () => catalog.refreshInBackground(false),
      onLive,
      audit,
      async enrolAgain() {
        identity = await renewKey(home, identity)
        signJob = await signer()
        enrolAgainLocally(home, identity)
      },
    },
    scope,
  )

  const settings = new SettingsService({ store, audit, redactor, clock, newId: mint, localNodeId: nodeId })
  const catalog = new AgentCatalog({ nodes, events, settings: () => settings.get(), log })
  const projects = new ProjectService({ store, audit, nodes, redactor, clock, newId: mint })
  const workspaces = new WorkspaceService({ store, audit, nodes, projects, clock, newId: mint })
  const conversations = createSessionServices({
    store,
    audit,
    events,
    workspaces,
    catalog,
    clock,
    newId: mint,
    limits,
  })
  const history = new HistoryService({ store, workspaces, clock, redactor })
  const terminals = new TerminalService({ store, audit, workspaces, clock, newId: mint })
  const review = new ReviewService({ audit, workspaces })
  const remotes = new RemotesService({ audit, workspaces, settings: () => settings.get() })
  const hosting = createHostingServices(
    {
      store,
      audit,
      projects,
      workspaces,
      clock,
      newId: mint,
      limits,
      settings: () => settings.get(),
      env,
      redactor,
      log,
    },
    scope.child('hosting'),
  )
  const orphans = new OrphanService({ audit, nodes })
  const streams = new StreamsRelay(
    { nodes, nodeOf: (id) => workspaces.find(terminals.get(id).workspaceId).nodeId, log },
    scope,
  )

  let web: { url: string; openUrl(): string } | undefined
  const overview = createOverview({
    store,
    events,
    nodes,
    changes,
    gitStates,
    catalog,
    process: { startedAt, host: options.host, home: home.root, url: () => web?.url ?? null },
  })
  const stopping = {
    impact: overview.impact,
    now: (agent: boolean) =>
      audit.record({ what: 'stop.now', nodeId, target: agent ? 'agent' : 'control plane' }, async () => {
        const ended = await overview.impact()
        const result = { ...ended, agent: agent && (await nodes.shutDownLocal()) }
        // After the answer has left.
        setImmediate(() => options.onStop())
        return result
      }),
  }

  const router = createRouter({
    store,
    events,
    settings,
    projects,
    workspaces,
    ...conversations,
    history,
    terminals,
    editors: new EditorService({
      audit,
      workspaces,
      localNodeId: nodeId,
      env,
      preferred: () => settings.get().editor,
    }),
    files: new FileService({ audit, workspaces }),
    review,
    staging: new StagingService({ store, audit, workspaces }),
    ...createCommentServices({ store, workspaces, review, ...conversations, clock, newId: mint }),
    remotes,
    ...hosting,
    orphans,
    catalog,
    overview,
    audit,
    nodes,
    stopping,
  })
  const rpc = createRpcServer(router, log)
  const hosts = scope.child('hosts')
  const token = randomBytes(32).toString('base64url')
  const socket = home.controlPlaneSocket
  await startLocalSocketHost(
    { path: socket, token, rpc, streams, openUrl: () => web?.openUrl() ?? null },
    hosts,
  )
  const writeAddress = (): void => {
    const address: ControlPlaneAddress = {
      pid: process.pid,
      socket,
      token,
      url: web?.url ?? null,
      version: manifest.version,
      host: options.host,
      onDemand: options.onDemand,
    }
    writeJsonFile(home.controlPlaneAddress, address)
  }
  writeAddress()
  // Also when somebody closes the scope without `close`.
  const removeAddress = (): void => rmSync(home.controlPlaneAddress, { force: true })
  hosts.add(removeAddress)

  return {
    router,
    client: createRouterClient(router, { interceptors: [failuresOnly(log)] }),
    rpc,
    streams,
    scope: hosts,
    log,
    announceWeb(url, openUrl) {
      web = { url, openUrl }
      writeAddress()
    },
    close() {
      // First of all: whoever looks from now on starts another one and waits for the home.
      removeAddress()
      return scope.close()
    },
  }
}

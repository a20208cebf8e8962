import { homedir, hostname } from 'node:os'
import { join } from 'node:path'
import manifest from '../../package.json' with { type: 'json' }
import {
  findProgram,
  Hub,
  keepBackups,
  readJsonFile,
  type Clock,
  type Home,
  type Logger,
  type NewId,
  type Redactor,
  type Scope,
} from '../base/index.ts'
import {
  Enrolment,
  resolveLimits,
  type Limits,
  type LiveUpdate,
  type Workspace,
  type WorkspaceId,
} from '../contracts/index.ts'
import { AgentDetector } from './agents/index.ts'
import { ApprovalRules } from './approval-rules/index.ts'
import { AttachHost } from './attach/index.ts'
import { createJobVerifier, Refusals, Revocation } from './auth/index.ts'
import { Backups } from './backups/index.ts'
import { ChangeWatchers } from './changes/index.ts'
import { FileGrep, FileSearch, WorktreeFiles } from './files/index.ts'
import { createGit, createLongGit, RepositoryLocks } from './git/index.ts'
import { FileLocks } from './file-locks/index.ts'
import { healthReport } from './health/index.ts'
import { JournalKeeper, type LiveSources } from './journal/index.ts'
import { Orphans } from './orphans/index.ts'
import { ActRecords, LiveGit, reconcileActs, RemotesService } from './remotes/index.ts'
import { ReviewedFiles, ReviewService } from './review/index.ts'
import { revoke } from './revoke.ts'
import { createRouter } from './routes/index.ts'
import { startServer } from './server.ts'
import {
  AllSessions,
  AttachmentFiles,
  commandLineOf,
  SessionHost,
  TerminalSessionHost,
} from './sessions/index.ts'
import { createStaging } from './staging/index.ts'
import { AgentStore } from './store/index.ts'
import { tellDamage } from './tell-damage.ts'
import { TerminalService } from './terminals/index.ts'
import { Snapshots, TurnChanges } from './turns/index.ts'
import { WorkspaceService } from './workspaces/index.ts'

export interface AgentParts {
  home: Home
  enrolment: Enrolment
  env: Readonly<Record<string, string | undefined>>
  log: Logger
  redactor: Redactor
  clock: Clock
  newId: NewId
  /** The built-in agent's program. */
  runbookBundle: string
  /** Ends the daemon. */
  shutdown(): void
  /** Owner of all that is opened; closing it ends sessions, terminals and the server, and then the database. */
  scope: Scope
}

/** The composition root: builds every service of the node agent by hand, in order, and serves. */
export async function buildAgent(parts: AgentParts): Promise<void> {
  const { home, enrolment, env, log, clock, newId, scope } = parts
  const { nodeId } = enrolment
  const startedAt = clock.now()
  const limits: { -readonly [Name in keyof Limits]: Limits[Name] } = { ...resolveLimits(env) }
  const limitsNow = (): Limits => limits

  const store = new AgentStore(home.agent.database, clock, newId)
  scope.add(() => store.close())
  new JournalKeeper({ store, limits: limitsNow, log }).watch(scope.child('journal'))
  keepBackups(
    {
      file: home.agent.database,
      clock,
      log,
      limits: limitsNow,
      damaged: (reason) => tellDamage(parts, store, reason),
    },
    scope.child('backups'),
  )
  const live = new Hub<LiveUpdate>()

  const gitAt = createGit(env, () => limits.gitCommandMs, {
    clock,
    random: Math.random,
    waitMs: () => limits.branchLockMs,
  })
  const locks = new RepositoryLocks(clock, () => ({
    ref: limits.branchLockMs,
    exclusive: limits.exclusiveLockMs,
    hold: limits.gitLockHoldMs,
  }))
  const runLong = createLongGit(env, clock)
  const workspaces: WorkspaceService = new WorkspaceService({
    store,
    gitAt,
    locks,
    clock,
    newId,
    limits: limitsNow,
    log,
    nodeId,
    worktrees: home.worktrees,
    hosts: () => ({ sessions, terminals }),
  })
  const workspaceRoot = workspaces.workspaceRoot.bind(workspaces)
  const changes = new ChangeWatchers(
    { store, gitAt, live, clock, log, maxFiles: () => limits.diffFiles },
    scope.child('changes'),
  )
  const snapshots = new Snapshots({
    gitAt,
    clock,
    limits: limitsNow,
    log,
    repositories: (id) => workspaces.get(id).repositories,
  })
  const workspace = (id: WorkspaceId): Workspace => workspaces.get(id)
  const turnChanges = new TurnChanges({
    store,
    gitAt,
    locks,
    clock,
    limits: limitsNow,
    snapshots,
    workspace,
  })
  const liveGit = new LiveGit(
    { gitAt, live, clock, log, workspaces: () => workspaces.list() },
    scope.child('branches'),
  )
  const ofRemotes = {
    store,
    gitAt,
    runLong,
    locks,
    clock,
    limits: limitsNow,
    log,
    records: new ActRecords(join(home.agent.root, 'git-acts')),
    sshCommand: env['GIT_SSH_COMMAND'] ?? null,
    workspaces: () => workspaces.list(),
    workspace,
    snapshot: snapshots.of.bind(snapshots),
  }
  const remotes = new RemotesService(ofRemotes, liveGit, scope.child('remotes'))
  const agents = new AgentDetector(env, manifest.version)
  const terminals = new TerminalService(
    { store, clock, limits, log, env, folder: join(home.agent.root, 'screens'), workspaceRoot },
    scope.child('terminals'),
  )
  const ofSessions = {
    store,
    clock,
    newId,
    limits: limitsNow,
    log,
    redactor: parts.redactor,
    env,
    workspaceRoot,
    profileCommand: commandLineOf(parts.runbookBundle),
  }
  const fileLocks = new FileLocks(
    { ...ofSessions, isWorking: (id) => acp.isWorking(id) },
    // Before the sessions: they end first, and free what they hold.
    scope.child('file-locks'),
  )
  const acp: SessionHost = new SessionHost({
    ...ofSessions,
    fileLocks,
    scope: scope.child('sessions'),
    live,
    attachments: new AttachmentFiles(join(home.agent.root, 'attachments'), limitsNow),
    appVersion: manifest.version,
    snapshot: (id) => snapshots.take(id),
    restore: (ref) => turnChanges.restore(ref),
    undo: (ref) => turnChanges.undo(ref),
  })
  const terminal = new TerminalSessionHost({
    ...ofSessions,
    // After the terminals: sessions end first, and say why.
    scope: scope.child('terminal-sessions'),
    terminals,
    requireProgram: (profile) => agents.require(profile),
  })
  const sessions = new AllSessions({ store, acp, terminal })

  terminals.reconcile()
  await sessions.reconcile()
  fileLocks.reconcile()
  await workspaces.reconcile()
  await reconcileActs(ofRemotes)

  const health = () =>
    healthReport({ clock, startedAt, workspaces: () => store.workspaces.list().length, sessions, terminals })
  const liveSources: LiveSources = {
    hub: live,
    clock,
    limits: limitsNow,
    health,
    watchChanges: () => changes.follow(),
    changes: () => changes.summaries(),
    watchGit: () => liveGit.follow(),
    git: () => liveGit.states(),
  }
  const revocation = new Revocation(home.agent.revocation)
  const router = createRouter({
    nodeId,
    version: manifest.version,
    hostname: hostname(),
    userHome: env['HOME'] ?? homedir(),
    startedAt,
    store,
    gitAt,
    workspaces,
    files: {
      finder: new FileSearch({
        gitAt,
        clock,
        limits: limitsNow,
        workspace,
        version: (id) => changes.version(id),
      }),
      grep: new FileGrep({ gitAt, limits: limitsNow, env, workspace, ripgrep: () => findProgram('rg', env) }),
      worktrees: new WorktreeFiles({ store, gitAt, clock, limits: limitsNow, workspace }),
    },
    review: new ReviewService({
      store,
      gitAt,
      locks,
      workspace,
    }),
    reviewed: new ReviewedFiles({
      store,
      gitAt,
      clock,
      turns: turnChanges,
      limits: limitsNow,
      workspace,
      version: (id) => changes.version(id),
    }),
    ...createStaging({ store, gitAt, locks, clock, workspace, runLong, limits: limitsNow }),
    turnChanges,
    remotes,
    attach: new AttachHost(store, scope.child('attach')),
    sessions,
    rules: new ApprovalRules({ store, clock, newId }),
    backups: new Backups({ store, gitAt, locks, clock, workspaces }),
    orphans: new Orphans({ store, gitAt, locks, clock, newId, worktrees: home.worktrees }),
    terminals,
    agents,
    follow: { store, clock, limits: limitsNow, nodeId },
    live: liveSources,
    setLimits: (overrides) => Object.assign(limits, resolveLimits(env, overrides)),
    revoke: () =>
      revoke({
        store,
        clock,
        newId,
        scope,
        log,
        revocation,
        workspaces,
        sessions,
        terminals,
        drop: () => server.drop(),
      }),
    shutdown: parts.shutdown,
  })
  const verify = await createJobVerifier({
    enrolment,
    readEnrolment: () => readJsonFile(home.agent.enrolment, Enrolment),
    revocation,
    refusals: new Refusals({ store, clock, newId }, scope.child('refusals')),
    store,
    clock,
    log,
  })
  const server = await startServer(
    { socket: home.agent.socket, router, verify, streams: terminals, log },
    scope.child('server'),
  )
}

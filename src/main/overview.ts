import manifest from '../../package.json' with { type: 'json' }
import type { ControlPlaneStatus, PullRequest, Snapshot, Workspace } from '../contracts/index.ts'
import type { EventLog } from './events/index.ts'
import type { NodeService } from './nodes/index.ts'
import type { GitStates } from './remotes/index.ts'
import type { ChangeSummaries } from './review/index.ts'
import type { AgentCatalog } from './sessions/index.ts'
import type { Store } from './store/index.ts'

interface Deps {
  store: Store
  events: EventLog
  nodes: NodeService
  changes: ChangeSummaries
  gitStates: GitStates
  catalog: AgentCatalog
  process: { startedAt: number; host: 'electron' | 'web'; home: string; url(): string | null }
}

/** What stopping the node agent would end. */
export interface Impact {
  runningTurns: number
  sessions: number
  terminals: number
}

export interface Overview {
  snapshot(): Snapshot
  status(): ControlPlaneStatus
  impact(): Promise<Impact>
}

/** The whole picture, read from the parts that hold it. */
export function createOverview(deps: Deps): Overview {
  const { store, events, nodes, changes, gitStates, catalog, process: own } = deps
  const status = (): ControlPlaneStatus => ({
    controlPlane: {
      version: manifest.version,
      pid: process.pid,
      startedAt: own.startedAt,
      host: own.host,
      home: own.home,
      url: own.url(),
      memoryRss: process.memoryUsage.rss(),
    },
    nodes: nodes.list(),
    counts: {
      projects: store.read.projects.count(),
      workspaces: store.read.workspaces.list().length,
      sessions: store.read.sessions.list().length,
      runningTurns: store.read.turns.countRunning(),
      pendingApprovals: store.read.items.countPending(),
      terminals: store.read.terminals.list().filter((terminal) => terminal.status === 'running').length,
    },
  })
  return {
    status,
    // Nothing is awaited between the cursor and the last list: what follows the cursor fits what is listed.
    snapshot() {
      const workspaces = store.read.workspaces.list()
      return {
        cursor: events.cursor(),
        nodes: nodes.list(),
        projects: store.read.projects.list(),
        workspaces,
        sessions: store.read.sessions.list(),
        approvals: store.read.items.approvals(false),
        questions: store.read.items.questions(false),
        queued: store.read.queue.waiting(),
        rules: store.read.rules.inForce(),
        terminals: store.read.terminals.list(),
        threads: store.read.threads.ofLiving(),
        locks: store.read.fileLocks.held(),
        changes: changes.of(workspaces),
        git: gitStates.of(workspaces),
        pullRequests: pullRequestsOf(store, workspaces),
        settings: store.read.settings.get(),
        agents: catalog.known,
      }
    },
    async impact() {
      const { runningTurns, sessions, terminals } = (await nodes.localHealth()) ?? status().counts
      return { runningTurns, sessions, terminals }
    },
  }
}

function pullRequestsOf(store: Store, workspaces: readonly Workspace[]): PullRequest[] {
  const alive = new Set(workspaces.map(({ id }) => id))
  return store.read.pullRequests.list().filter(({ workspaceId }) => alive.has(workspaceId))
}

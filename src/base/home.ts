import { createHash } from 'node:crypto'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where everything of one installation lives. All paths absolute. */
export interface Home {
  root: string
  appDatabase: string
  /** How clients find the running control plane (`ControlPlaneAddress`). */
  controlPlaneAddress: string
  controlPlaneLock: string
  controlPlaneSocket: string
  /** Installation key and local node id. */
  identity: string
  logs: string
  agent: {
    root: string
    database: string
    lock: string
    socket: string
    enrolment: string
    /** Exists once the node was revoked. */
    revocation: string
    log: string
  }
  /** The managed root: only folders below it are ever deleted. */
  worktrees: string
}

// sun_path holds 108 bytes on Linux and 104 on macOS, the final NUL included.
const longestSocketPath = 100

function socketPath(root: string, name: string): string {
  const hash = createHash('sha256').update(root).digest('hex').slice(0, 16)
  if (process.platform === 'win32') return `\\\\.\\pipe\\switchyard-${hash}-${name}`
  const path = join(root, `${name}.sock`)
  return path.length <= longestSocketPath ? path : join(tmpdir(), `switchyard-${hash}-${name}.sock`)
}

/** The home named by `SWITCHYARD_HOME`, else `~/.switchyard`. Creates nothing. */
export function resolveHome(env: Readonly<Record<string, string | undefined>>): Home {
  const root = resolve(env['SWITCHYARD_HOME'] || join(homedir(), '.switchyard'))
  const agent = join(root, 'agent')
  return {
    root,
    appDatabase: join(root, 'app.db'),
    controlPlaneAddress: join(root, 'control-plane.json'),
    controlPlaneLock: join(root, 'control-plane.lock'),
    controlPlaneSocket: socketPath(root, 'control-plane'),
    identity: join(root, 'identity.json'),
    logs: join(root, 'logs'),
    agent: {
      root: agent,
      database: join(agent, 'agent.db'),
      lock: join(agent, 'agent.lock'),
      socket: socketPath(agent, 'agent'),
      enrolment: join(agent, 'enrolment.json'),
      revocation: join(agent, 'revoked.json'),
      log: join(root, 'logs', 'agent.log'),
    },
    worktrees: join(root, 'worktrees'),
  }
}

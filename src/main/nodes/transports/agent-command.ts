import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Facts of the running program, as arguments. */
export interface ProgramFacts {
  /** Path of the program running now: node, or Electron. */
  execPath: string
  /** Set when it is Electron. */
  electronVersion: string | undefined
  /** Electron's folder of extra resources, when packaged. */
  resourcesPath: string | undefined
  /** Folder of the running bundle (`out/main`). */
  bundleFolder: string
  platform: NodeJS.Platform
}

export interface AgentCommand {
  command: string
  args: string[]
  env: Record<string, string>
}

/**
 * How to start the local node agent. Under Node: this Node and the agent bundle beside ours. Under Electron: the
 * Node runtime and bundle shipped in its resources when packaged, else the one npm installed; where neither is
 * there, Electron itself running as Node.
 */
export function agentCommand(facts: ProgramFacts): AgentCommand {
  const node = facts.platform === 'win32' ? 'node.exe' : join('bin', 'node')
  const shipped = facts.resourcesPath ? join(facts.resourcesPath, 'agent', 'main.js') : undefined
  const bundle = shipped && existsSync(shipped) ? shipped : join(facts.bundleFolder, '..', 'agent', 'main.js')
  const args = [bundle, 'serve']
  if (facts.electronVersion === undefined) return { command: facts.execPath, args, env: {} }
  const runtimes = [
    ...(facts.resourcesPath ? [join(facts.resourcesPath, 'node', node)] : []),
    join(facts.bundleFolder, '..', '..', 'node_modules', 'node', node),
  ]
  const runtime = runtimes.find((path) => existsSync(path))
  if (runtime) return { command: runtime, args, env: {} }
  return { command: facts.execPath, args, env: { ELECTRON_RUN_AS_NODE: '1' } }
}

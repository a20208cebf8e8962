import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Facts of the running program, as arguments. */
export interface ProgramFacts {
  /** Path of the program running now: node, or Electron. */
  execPath: string
  /** Set when it is Electron. */
  electronVersion: string | undefined
  /** Electron's folder of extra resources. */
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
 * V8 lets its young generation grow to 48 MB when much is said, and with it what dies in the old one: twice the memory
 * of what is needed, and still growing after minutes. With this much it stays, and costs no more processor time.
 */
const flags = ['--max-semi-space-size=4']

/**
 * How to start the local node agent. Under Node: this Node and the agent bundle beside ours. Under Electron the
 * runtime and the bundle shipped in `resources/agent`; in a checkout, where there are none, the Node that npm
 * installed, else Electron itself running as Node.
 */
export function agentCommand(facts: ProgramFacts): AgentCommand {
  const { execPath, electronVersion, resourcesPath, bundleFolder, platform } = facts
  const beside = join(bundleFolder, '..', 'agent', 'main.js')
  if (electronVersion === undefined) return { command: execPath, args: [...flags, beside, 'serve'], env: {} }

  const node = platform === 'win32' ? 'node.exe' : 'node'
  const shipped = resourcesPath === undefined ? undefined : join(resourcesPath, 'agent')
  if (shipped !== undefined && existsSync(join(shipped, 'main.js')))
    return {
      command: join(shipped, 'bin', node),
      args: [...flags, join(shipped, 'main.js'), 'serve'],
      env: {},
    }

  const installed = join(bundleFolder, '..', '..', 'node_modules', 'node', 'bin', node)
  if (existsSync(installed)) return { command: installed, args: [...flags, beside, 'serve'], env: {} }
  return { command: execPath, args: [...flags, beside, 'serve'], env: { ELECTRON_RUN_AS_NODE: '1' } }
}

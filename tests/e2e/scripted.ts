import { resolve } from 'node:path'
import type { AgentProfile } from '../../src/contracts/index.ts'
import type { ScriptedOptions } from '../integration/sessions/scripted-options.ts'

const program = resolve(import.meta.dirname, '../integration/sessions/scripted-agent.ts')

/** The agent whose prompt is a list of steps, as one a user adds. Its id is its name in small letters. */
export const scriptedProfile = (name: string, options: ScriptedOptions = {}): AgentProfile => ({
  id: name.toLowerCase(),
  name,
  kind: 'acp',
  command: process.execPath,
  args: [program, JSON.stringify(options)],
  promptArgs: [],
  env: {},
  secretEnv: [],
  fileAccess: false,
  versionArgs: null,
  install: null,
  homepage: null,
  mcpServers: [],
})

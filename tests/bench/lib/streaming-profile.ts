import { join } from 'node:path'
import type { AgentProfile } from '../../../src/contracts/index.ts'

/** How the app starts `streaming-agent.ts`. */
export const streamingAgent: AgentProfile = {
  id: 'streaming',
  name: 'Streaming',
  kind: 'acp',
  promptArgs: [],
  command: process.execPath,
  args: [join(import.meta.dirname, 'streaming-agent.ts')],
  env: {},
  secretEnv: [],
  fileAccess: false,
  versionArgs: null,
  install: null,
  homepage: null,
  mcpServers: [],
}

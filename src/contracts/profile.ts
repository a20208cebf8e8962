import { z } from 'zod'
import { McpServers } from './mcp.ts'
import { VariableName } from './variable-name.ts'

export const ProfileId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'is not a profile id (a-z, 0-9, -)')

/** How an agent is talked to: over ACP on stdin and stdout, or by the user in a terminal. */
export const AgentKind = z.enum(['acp', 'terminal'])
export type AgentKind = z.infer<typeof AgentKind>

/** Stands for the prompt in `promptArgs`. */
export const promptPlaceholder = '{prompt}'

/** How to start a coding agent. */
export const AgentProfile = z.object({
  id: ProfileId,
  name: z.string().min(1).max(60),
  kind: AgentKind.default('acp'),
  /** Program and arguments; the built-in agent has an empty command. */
  command: z.string().max(4096),
  args: z.array(z.string().max(4096)).max(64),
  /**
   * Arguments added to those of an agent in a terminal when its session begins with a prompt, which stands instead of
   * each `{prompt}` in them. Without any the prompt is typed once the program waits.
   */
  promptArgs: z.array(z.string().max(4096)).max(64).default([]),
  env: z.record(VariableName, z.string().max(32_768)),
  /** Variables whose values are secret although their names do not say so: taken out of all that is written. */
  secretEnv: z.array(VariableName).max(100).default([]),
  /** Offers ACP's `fs/*` to the agent, confined to the workspace. Most agents write files themselves. */
  fileAccess: z.boolean().default(false),
  /** Arguments that print the version, or null when asking is not safe. */
  versionArgs: z.array(z.string()).nullable(),
  /** How to get it, shown when it is missing. */
  install: z.string().nullable(),
  homepage: z.string().nullable(),
  /** Tools its sessions are given beside the agent's own. */
  mcpServers: McpServers.default([]),
})
export type AgentProfile = z.infer<typeof AgentProfile>

export const runbookProfileId = 'runbook'

const known = (
  id: string,
  name: string,
  command: string,
  args: string[],
  packageName: string,
  homepage: string,
  env: Record<string, string> = {},
): AgentProfile => ({
  id,
  name,
  kind: 'acp',
  command,
  args,
  promptArgs: [],
  env,
  secretEnv: [],
  fileAccess: false,
  versionArgs: ['--version'],
  install: `npm install -g ${packageName}`,
  homepage,
  mcpServers: [],
})

/** Agents known to speak ACP. Versions are detected, never assumed. */
export const builtInProfiles: readonly AgentProfile[] = [
  {
    id: runbookProfileId,
    name: 'Runbook',
    kind: 'acp',
    command: '',
    args: [],
    promptArgs: [],
    env: {},
    secretEnv: [],
    fileAccess: false,
    versionArgs: null,
    install: null,
    homepage: null,
    mcpServers: [],
  },
  known(
    'claude',
    'Claude Code',
    'claude-agent-acp',
    [],
    '@agentclientprotocol/claude-agent-acp',
    'https://www.claude.com/product/claude-code',
  ),
  known(
    'codex',
    'Codex',
    'codex-acp',
    [],
    '@agentclientprotocol/codex-acp',
    'https://developers.openai.com/codex',
  ),
  known('gemini', 'Gemini CLI', 'gemini', ['--acp'], '@google/gemini-cli', 'https://geminicli.com'),
  known('opencode', 'OpenCode', 'opencode', ['acp'], 'opencode-ai', 'https://opencode.ai', {
    // It has no mode that asks and, left to itself, writes unasked.
    OPENCODE_PERMISSION: JSON.stringify({ edit: 'ask', bash: 'ask' }),
  }),
  known(
    'qwen',
    'Qwen Code',
    'qwen',
    ['--acp'],
    '@qwen-code/qwen-code',
    'https://qwenlm.github.io/qwen-code-docs',
  ),
  known(
    'copilot',
    'Copilot CLI',
    'copilot',
    ['--acp'],
    '@github/copilot',
    'https://github.com/features/copilot/cli',
  ),
]

/** A profile and whether this node can run it. */
export const AgentInfo = z.object({
  id: ProfileId,
  name: z.string(),
  kind: AgentKind,
  builtIn: z.boolean(),
  /** True for the user's own profiles. */
  custom: z.boolean(),
  available: z.boolean(),
  version: z.string().nullable(),
  /** Full path of the program when found. */
  path: z.string().nullable(),
  command: z.string(),
  install: z.string().nullable(),
  homepage: z.string().nullable(),
})
export type AgentInfo = z.infer<typeof AgentInfo>

import { z } from 'zod'
import { HostingAccounts } from './hosting.ts'
import { LimitOverrides } from './limits.ts'
import { McpServers } from './mcp.ts'
import { NeedKind } from './need-kind.ts'
import { AgentProfile, ProfileId } from './profile.ts'

export const Theme = z.enum(['system', 'dark', 'light'])

/** Every setting, with its default. Stored as one row; unknown keys are refused. */
export const Settings = z.object({
  theme: Theme.default('system'),
  defaultAgent: ProfileId.default('runbook'),
  branchPrefix: z.string().max(40).default(''),
  /** Id of the editor files are opened in; empty: the first that is found. */
  editor: z.string().max(40).default(''),
  diffView: z.enum(['split', 'unified']).default('split'),
  terminalFontSize: z.number().int().min(8).max(32).default(12),
  terminalScrollback: z.number().int().min(0).max(100_000).default(5_000),
  /** Terminals keep their text for screen readers; drawing costs more then. */
  terminalScreenReader: z.boolean().default(false),
  confirmQuit: z.boolean().default(true),
  /** What a notification tells of; nothing when empty. */
  notify: z.array(NeedKind).max(NeedKind.options.length).default(NeedKind.options),
  customAgents: z.array(AgentProfile).max(50).default([]),
  /** Variables added to the environment of an agent, by profile id. */
  agentEnv: z.record(ProfileId, z.record(z.string(), z.string())).default({}),
  /** Variables of `agentEnv` that are secret whatever their names say, by profile id. */
  agentSecrets: z.record(ProfileId, z.array(z.string()).max(100)).default({}),
  /** Profiles whose agents are offered the workspace's files over ACP. */
  agentFiles: z.array(ProfileId).max(100).default([]),
  /** MCP servers given to the sessions of an agent, by profile id. */
  agentMcp: z.record(ProfileId, McpServers).default({}),
  /** Shortcuts of the user's own, by action id; an empty list takes them away. Others keep the built-in ones. */
  shortcuts: z.record(z.string().max(80), z.array(z.string().min(1).max(40)).max(4)).default({}),
  /** Branches that are never rewritten and added to only when confirmed; `*` stands for any characters. */
  protectedBranches: z
    .array(z.string().trim().min(1).max(244))
    .max(100)
    .default(['main', 'master', 'release/*']),
  /** Hosts of repositories and pull requests, with their tokens. */
  hosting: HostingAccounts.default([]),
  limits: LimitOverrides.default({}),
})
export type Settings = z.infer<typeof Settings>

const { shape } = Settings
/** New values for some settings. Without the defaults: filling in what a patch does not name would reset it. */
export const SettingsPatch = z
  .strictObject({
    theme: shape.theme.unwrap(),
    defaultAgent: shape.defaultAgent.unwrap(),
    branchPrefix: shape.branchPrefix.unwrap(),
    editor: shape.editor.unwrap(),
    diffView: shape.diffView.unwrap(),
    terminalFontSize: shape.terminalFontSize.unwrap(),
    terminalScrollback: shape.terminalScrollback.unwrap(),
    terminalScreenReader: shape.terminalScreenReader.unwrap(),
    confirmQuit: shape.confirmQuit.unwrap(),
    notify: shape.notify.unwrap(),
    customAgents: shape.customAgents.unwrap(),
    agentEnv: shape.agentEnv.unwrap(),
    agentSecrets: shape.agentSecrets.unwrap(),
    agentFiles: shape.agentFiles.unwrap(),
    agentMcp: shape.agentMcp.unwrap(),
    shortcuts: shape.shortcuts.unwrap(),
    protectedBranches: shape.protectedBranches.unwrap(),
    hosting: shape.hosting.unwrap(),
    limits: shape.limits.unwrap(),
  } satisfies Record<keyof Settings, z.ZodType>)
  .partial()
export type SettingsPatch = z.infer<typeof SettingsPatch>

import { builtInProfiles, type AgentProfile, type McpServer, type Settings } from '../../contracts/index.ts'

/** Every agent profile there is, each with what the user set for it: variables, which are secret, file access, MCP servers. */
export function knownProfiles(settings: Settings): AgentProfile[] {
  return [...builtInProfiles, ...settings.customAgents].map((profile) => ({
    ...profile,
    env: { ...profile.env, ...settings.agentEnv[profile.id] },
    secretEnv: [...profile.secretEnv, ...(settings.agentSecrets[profile.id] ?? [])],
    fileAccess: profile.fileAccess || settings.agentFiles.includes(profile.id),
    mcpServers: merged(profile.mcpServers, settings.agentMcp[profile.id] ?? []),
  }))
}

/** The profile with more MCP servers; one of the same name stands instead of the profile's. */
export const withMcpServers = (profile: AgentProfile, more: readonly McpServer[]): AgentProfile => ({
  ...profile,
  mcpServers: merged(profile.mcpServers, more),
})

const merged = (servers: readonly McpServer[], more: readonly McpServer[]): McpServer[] => [
  ...servers.filter(({ name }) => !more.some((other) => other.name === name)),
  ...more,
]

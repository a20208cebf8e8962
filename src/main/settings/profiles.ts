import { builtInProfiles, type AgentProfile, type Settings } from '../../contracts/index.ts'

/** Every agent profile there is, each with what the user set for it: variables, which are secret, file access. */
export function knownProfiles(settings: Settings): AgentProfile[] {
  return [...builtInProfiles, ...settings.customAgents].map((profile) => ({
    ...profile,
    env: { ...profile.env, ...settings.agentEnv[profile.id] },
    secretEnv: [...profile.secretEnv, ...(settings.agentSecrets[profile.id] ?? [])],
    fileAccess: profile.fileAccess || settings.agentFiles.includes(profile.id),
  }))
}

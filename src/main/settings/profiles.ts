import { builtInProfiles, type AgentProfile, type Settings } from '../../contracts/index.ts'

/** Every agent profile there is, each with the user's variables added to its environment. */
export function knownProfiles(settings: Settings): AgentProfile[] {
  return [...builtInProfiles, ...settings.customAgents].map((profile) => ({
    ...profile,
    env: { ...profile.env, ...settings.agentEnv[profile.id] },
  }))
}

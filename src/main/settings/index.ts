export { knownProfiles, withMcpServers } from './profiles.ts'
export { SettingsService } from './settings-service.ts'
